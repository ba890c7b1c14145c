using System.CommandLine;
using Gravity.Core;
using Gravity.Core.Data;
using Gravity.Core.Estimation;
using Gravity.Core.Studies;
using Gravity.Core.Wording;

namespace Gravity.Cli.Parsing;

/// <summary>A fit to work with: a saved one and its data, or data and the model to fit first.</summary>
internal sealed class FitSource
{
    private readonly Argument<string> _file;

    private readonly Option<string?> _data = OptionKinds.Text("--data", "DATA", "The data of a saved fit");
    private readonly ModelOptions _model = new();
    private readonly ReadingOptions _reading = new();

    public FitSource(
        string name = "FIT.json|DATA",
        string description = "A fit saved by gravity fit --save (then --data names its data), or a data file (then the options of gravity fit name the model)") =>
        _file = new Argument<string>(name) { Description = description };

    public Option<double> Level { get; } = OptionKinds.Level();

    public Option<long?> Seed { get; } = OptionKinds.Seed("Seed of bootstraps and draws; 1 unless given");

    public Option<int> Threads { get; } = OptionKinds.Threads();

    public void AddTo(Command command)
    {
        command.Add(_file);
        command.Add(_data);
        _model.AddTo(command, required: false);
        _reading.AddTo(command);
        command.Add(Level);
        command.Add(Seed);
        command.Add(Threads);
    }

    /// <summary>The file named first.</summary>
    public string File(ParseResult parsed) => parsed.GetValue(_file)!;

    /// <summary>Whether the file named first is a study: a YAML file, or a folder.</summary>
    public bool IsStudy(ParseResult parsed) =>
        Directory.Exists(File(parsed)) || Path.GetExtension(File(parsed)).ToLowerInvariant() is ".yaml" or ".yml";

    /// <summary>Options written on the command line that a study has no use for.</summary>
    public string[] GivenForFits(ParseResult parsed) =>
        [.. _model.Given(parsed), .. _reading.Given(parsed), .. new Option[] { _data, Level }.Where(parsed.Given).Select(o => o.Name)];

    /// <summary>Another saved fit on the same data.</summary>
    public ModelFit Other(ParseResult parsed, string file, CliContext context) =>
        Restore(file, parsed.GetValue(_data) ?? File(parsed), _reading.Given(parsed).Length > 0 ? _reading.Read(parsed) : null, context).Fit;

    /// <summary>The settings of draws.</summary>
    public DrawSettings Draws(ParseResult parsed, int draws) =>
        new(parsed.GetValue(Level), draws, parsed.GetValue(Seed) ?? 1, parsed.GetValue(Threads));

    /// <summary>The fit bound to its data, and what the user should know of the binding.</summary>
    public (ModelFit Fit, IReadOnlyList<FitWarning> Warnings) Resolve(ParseResult parsed, CliContext context)
    {
        string file = parsed.GetValue(_file)!;
        if (parsed.GetValue(_data) is { } data)
            return Restore(parsed, context, file, data);
        if (file.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
            throw new UsageException("no-data", $"a saved fit holds no data: name the file that '{file}' was fitted on with --data DATA");
        ModelRequest request = _model.Read(parsed, parsed.GetValue(Level));
        TradePanel panel = DataSource.Read(file, _reading.Read(parsed), context);
        return (Fitting.Fit(request, panel, parsed.GetValue(Seed) ?? 1, parsed.GetValue(Threads), context), []);
    }

    private (ModelFit Fit, IReadOnlyList<FitWarning> Warnings) Restore(ParseResult parsed, CliContext context, string file, string data)
    {
        string[] given = _model.Given(parsed);
        if (given.Length > 0)
            throw new UsageException("two-models", $"'{file}' has its own model, so {given[0]} cannot be given with it: leave it out, or fit the data anew without the saved fit");
        return Restore(file, data, _reading.Given(parsed).Length > 0 ? _reading.Read(parsed) : null, context);
    }

    /// <summary>A saved fit on its data, and what the user should know of it.</summary>
    /// <param name="file">The saved fit.</param>
    /// <param name="data">Its data.</param>
    /// <param name="reading">How to read them; null for the way of the fit.</param>
    /// <param name="context">Where notes go.</param>
    public static (ModelFit Fit, IReadOnlyList<FitWarning> Warnings) Restore(string file, string data, CsvOptions? reading, CliContext context)
    {
        SavedFit saved = FitFile.ReadFile(file);
        ModelRequest request = saved.Request ?? throw new UsageException(
            "no-request", $"'{file}' holds estimates without the model in words: save the fit with gravity fit --save");
        ModelFit fit = ModelRunner.Restore(request, DataSource.Read(data, reading ?? saved.Reading ?? new CsvOptions(), context), saved.Result, new FitOptions { Cancellation = context.Cancellation });
        if (fit.Panel.Sha256 == saved.Result.DataSha256)
            return (fit, []);
        var warning = new FitWarning(CommandWarnings.OtherData, new Phrase("warning.other-data.here", ("data", data), ("fit", file)));
        return (fit, [warning]);
    }
}
