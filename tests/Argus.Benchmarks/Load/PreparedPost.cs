using System.Text;

namespace Argus.Benchmarks.Load;

/// <summary>One form POST under HTTP Basic authentication (RFC 6749 §2.3.1; ids and secrets here need no form-encoding).</summary>
internal sealed record PreparedPost(string Path, string Authorization, string Body)
{
    public static PreparedPost Create(string path, string clientId, string secret, string body) =>
        new(path, "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{clientId}:{secret}")), body);

    public static PreparedList Write(string file, string expected, IEnumerable<PreparedPost> posts)
    {
        File.WriteAllLines(file, posts.Select(post => $"{post.Path}\t{post.Authorization}\t{post.Body}"));
        return new PreparedList(file, expected);
    }

    public HttpRequestMessage ToRequest(string baseUrl)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, baseUrl + Path)
        {
            Content = new StringContent(Body, Encoding.UTF8, "application/x-www-form-urlencoded"),
        };
        request.Headers.Add("Authorization", Authorization);
        return request;
    }
}
