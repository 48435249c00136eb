using System.Text;
using Argus.Domain.Clients;
using Argus.Domain.Handoffs;
using Argus.Domain.Kernel;
using Argus.Domain.PersonalData;
using Argus.Domain.PushedRequests;
using Argus.Domain.Users;

namespace Argus.Specs.Authority.PersonalData;

/// <summary>Logs that were written before anything was sealed are read as ever.</summary>
public class Old_entries_in_clear
{
    [Fact]
    public void have_users_claims_and_passwords()
    {
        var registered = (UserRegistered)Read(
            "user.registered",
            """{"claims":{"email_verified":true,"name":"Alice"},"external":{"issuer":"https://there.example","subject":"42"},"subject":"06drj5o06drj5o06drj5o06dr0","username":"alice"}""");
        Assert.True(registered.Claims.TryReadClear(out var claims) & registered.Username.TryReadClear(out var name) & registered.External!.TryReadClear(out var external));
        Assert.Equal(("Alice", "alice", "42"), (claims!.Find("name")?.Text, name.Value, external!.Subject));

        var password = (UserPasswordSet)Read("user.password_set", """{"password":{"hash":"h","scheme":"identity-v3"}}""");
        Assert.True(password.Password.TryReadClear(out var hash));
        Assert.Equal(new UserPassword("h", "identity-v3"), hash);
    }

    [Fact]
    public void have_requests_and_addresses()
    {
        var pushed = (AuthorizationPushed)Read("authorization.pushed", """{"client_id":"orders","digest":"d","exp":1,"parameters":[{"name":"scope","value":"read"}]}""");
        Assert.True(pushed.Parameters.TryReadClear(out var parameters));
        Assert.Equal([new PushedParameter("scope", "read")], parameters!);

        var handedOff = (SignInHandedOff)Read(
            "sign_in.handed_off", """{"browser":"b","client_id":"orders","digest":"d","exp":1,"login_hint":"alice","return_to":"/x","scope":["read"]}""");
        Assert.True(handedOff.LoginHint!.TryReadClear(out var hint) & handedOff.ReturnTo.TryReadClear(out var returnTo));
        Assert.Equal(("alice", "/x"), (hint, returnTo));

        var refused = (ClientAuthenticationsRefused)Read("client.authentications_refused", """{"refused":[{"reason":"unknown","source":"192.0.2.1","times":1}]}""");
        Assert.True(refused.Refused[0].Source!.TryReadClear(out var source));
        Assert.Equal("192.0.2.1", source);
    }

    private static IDomainEvent Read(string type, string data) => EventCodec.Decode(Encoding.UTF8.GetBytes(
        $$$"""{"actor":"a","context":{"source":"192.0.2.1","user_agent":"curl/8"},"correlation_id":"c","data":{{{data}}},"position":5,"stream":"s","stream_version":0,"tenant":"acme","time":"2026-03-01T12:00:00.000000Z","type":"{{{type}}}","type_version":1}""")).Event;
}
