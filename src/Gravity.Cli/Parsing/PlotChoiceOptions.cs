using System.CommandLine;
using Gravity.Core;
using Gravity.Reporting.Studies;
using Gravity.Reporting.Studies.Plots;

namespace Gravity.Cli.Parsing;

/// <summary>What a chart is to show, for the kinds that leave a choice.</summary>
internal sealed class PlotChoiceOptions
{
    private readonly Option<string?> _unit = OptionKinds.Text("--pair", "KEY", "The pair or partner to show, by its key, e.g. POL");
    private readonly Option<string?> _parameter = OptionKinds.Text("--parameter", "NAME", "The parameter to show, e.g. \"ln(dist)\", eta, sigmaU");
    private readonly Option<int> _period = OptionKinds.Whole("--period", "N", 0, int.MinValue, "The period to show, e.g. 2019");

    public PlotChoiceOptions() => _unit.Aliases.Add("--unit-name");

    public void AddTo(Command command)
    {
        command.Add(_unit);
        command.Add(_parameter);
        command.Add(_period);
    }

    /// <summary>The choices given.</summary>
    /// <exception cref="UsageException">The kind does not take one of them.</exception>
    public PlotChoice Read(ParseResult parsed, IPlotKind kind)
    {
        foreach ((Option option, PlotTakes choice) in new (Option, PlotTakes)[] { (_unit, PlotTakes.Unit), (_parameter, PlotTakes.Parameter), (_period, PlotTakes.Period) })
        {
            if (parsed.Given(option) && !kind.Takes.HasFlag(choice))
                throw new UsageException("not-for-chart", PlotKinds.NotTaken(kind, option.Name, choice));
        }
        return new PlotChoice
        {
            Unit = parsed.GetValue(_unit),
            Parameter = parsed.GetValue(_parameter),
            Period = parsed.Given(_period) ? parsed.GetValue(_period) : null,
        };
    }
}
