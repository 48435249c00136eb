namespace Argus.ResourceServer.Calling.Credentials;

/// <summary>How a client shows who it is (RFC 6749 §2.3).</summary>
internal interface IClientCredential
{
    /// <param name="request">Where headers go.</param>
    /// <param name="form">Where parameters go.</param>
    void Show(HttpRequestMessage request, Dictionary<string, string> form);
}
