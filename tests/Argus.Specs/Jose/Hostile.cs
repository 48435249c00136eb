using Argus.Jose;

namespace Argus.Specs.Jose;

/// <summary>A table of hostile tokens: what is wrong with each, how it is made, and the one fault that it must meet.</summary>
internal sealed class Hostile : Dictionary<string, (Func<Keys, string> Token, TokenFault Fault)>
{
    public void Add(string name, Func<Keys, string> token, TokenFault fault) => Add(name, (token, fault));

    public TheoryData<string> Names => [.. Keys];

    public void Check(string name, Keys keys)
    {
        var (make, expected) = this[name];

        var fault = keys.Validate(make(keys), out var token);

        Assert.Equal(expected, fault);
        Assert.Equal(expected == TokenFault.None, token is not null);
    }
}
