using System.Net.Http.Headers;
using System.Text;

namespace Argus.IntegrationTests.Http.Driving;

/// <summary>A client with its secret, and the ways it can present it (RFC 6749 §2.3.1).</summary>
internal sealed record Client(string Id, string Secret)
{
    public AuthenticationHeaderValue Basic => BasicOf($"{Form(Id)}:{Form(Secret)}");

    public string Post => $"client_id={Form(Id)}&client_secret={Form(Secret)}";

    public static AuthenticationHeaderValue BasicOf(string userAndPassword) => new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(userAndPassword)));

    /// <summary>As <c>application/x-www-form-urlencoded</c> has it.</summary>
    public static string Form(string text) => Uri.EscapeDataString(text).Replace("%20", "+", StringComparison.Ordinal);
}
