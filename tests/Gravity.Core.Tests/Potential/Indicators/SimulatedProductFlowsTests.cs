using System.Globalization;
using Gravity.Tests.Architecture;

namespace Gravity.Core.Tests.Potential.Indicators;

public sealed class SimulatedProductFlowsTests
{
    private const string Switch = "GRAVITY_WRITE_EXAMPLES";

    /// <summary>Numbers to the last decimal of the file: exp may differ by an ulp between processors.</summary>
    [Fact]
    public void The_shipped_flows_by_product_are_those_of_the_generator()
    {
        string drawn = SimulatedProductFlows.Text(), path = Path.Combine(RepositoryFiles.Root, SimulatedProductFlows.Path);
        if (Environment.GetEnvironmentVariable(Switch) == "1")
            File.WriteAllText(path, drawn);
        string[] expected = drawn.Split('\n'), actual = RepositoryFiles.Read(SimulatedProductFlows.Path).ReplaceLineEndings("\n").Split('\n');
        Assert.Equal(expected.Length, actual.Length);
        Assert.Equal(expected[0], actual[0]);
        for (int line = 1; line < expected.Length - 1; line++)
        {
            string[] left = expected[line].Split(','), right = actual[line].Split(',');
            Assert.Equal(left[..4], right[..4]);
            for (int cell = 4; cell < left.Length; cell++)
                Assert.Equal(double.Parse(left[cell], CultureInfo.InvariantCulture), double.Parse(right[cell], CultureInfo.InvariantCulture), 0.0011);
        }
    }
}
