using System.Reflection;

namespace Argus.Specs;

/// <summary>docs/architecture.md: who may know whom.</summary>
public class Project_references
{
    [Theory]
    [InlineData("Argus.Domain", new string[0])]
    [InlineData("Argus.Log", new string[0])]
    [InlineData("Argus.Jose", new string[0])]
    [InlineData("Argus.Authority", new[] { "Argus.Domain", "Argus.Jose", "Argus.Log" })]
    [InlineData("Argus.Custody", new[] { "Argus.Authority", "Argus.Domain", "Argus.Jose", "Argus.Log" })]
    [InlineData("Argus.ResourceServer", new[] { "Argus.Jose" })]
    [InlineData("argus", new[] { "Argus.Domain", "Argus.Jose", "Argus.Log" })]
    public void point_only_inwards(string project, string[] allowed)
    {
        var referenced = Assembly.Load(project).GetReferencedAssemblies()
            .Select(name => name.Name!)
            .Where(name => name.StartsWith("Argus.", StringComparison.Ordinal));

        Assert.Subset(allowed.ToHashSet(), referenced.ToHashSet());
    }
}
