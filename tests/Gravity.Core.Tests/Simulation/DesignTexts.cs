using System.Text;
using Gravity.Core.Simulation;
using Gravity.Core.Studies;

namespace Gravity.Core.Tests.Simulation;

/// <summary>Small designs for tests.</summary>
internal static class DesignTexts
{
    public const string Pooled = """
        panel: { rows: 300 }
        regressors:
          x1: { law: normal }
          x2: { law: uniform }
        model: { model: half-normal, formula: y ~ x1 + x2 }
        parameters:
          (Intercept): 1
          x1: 0.5
          x2: -0.3
          sigma_v: 0.3
          lambda: 2
        """;

    public const string Panel = """
        panel: { units: 40, periods: 5, missing: 0.2 }
        regressors:
          x1: { law: normal, between: 0.5, persistence: 0.4 }
        model: { model: bc92, formula: y ~ x1 }
        parameters: { (Intercept): 1, x1: 0.5, sigma_u: 0.5, sigma_v: 0.25, eta: 0.05 }
        """;

    public static SimulationDesign Read(string text, string name = "design") => SimulationDesignFile.Parse(Encoding.UTF8.GetBytes(text), name + ".yaml");

    public static SimulationResults Run(string text, int replications, SimulationOptions? options = null) =>
        SimulationStudies.Run(Read(text), (options ?? new SimulationOptions { Threads = 1 }) with { Replications = replications });
}
