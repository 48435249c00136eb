namespace Argus.Domain.Kernel;

/// <summary>A client as <c>sub</c> has it: in a namespace that no user's identifier can be in.</summary>
public static class ClientSubject
{
    private const string Prefix = "client:";

    public static string Of(ClientId client) => Prefix + client.Value;

    public static bool TryParse(string subject, out ClientId client)
    {
        client = default;
        return subject.StartsWith(Prefix, StringComparison.Ordinal) && ClientId.TryParse(subject[Prefix.Length..], out client);
    }
}
