using Gravity.Core.Data;
using Gravity.Core.Estimation;
using Gravity.Core.Specification;

namespace Gravity.Core.Simulation;

/// <summary>Turns the true parameters of a design, some on natural scales, into the model's θ.</summary>
/// <remarks>
/// A parameter is named as in its block (<c>x1</c>, <c>eta</c>, <c>ln(shape)</c>), with its block where several blocks have the name
/// (<c>inefficiency-variance:z1</c>), or by a natural scale: <c>sigma_u</c>, <c>sigma_v</c>, <c>sigma_u0</c>, <c>sigma_w</c> set the intercept of their log variance to 2 ln σ,
/// <c>lambda</c> = σ_u/σ_v and <c>gamma</c> = σ_u²/(σ_u² + σ_v²) set σ_u from σ_v, <c>mu</c> sets the constant μ, <c>rho</c> its atanh, and a shape by its name sets its
/// logarithm. The scales of a class or group carry its name, <c>sigma_u[2]</c>.
/// </remarks>
internal static class TruthPoint
{
    private static readonly (string Name, string Block)[] Scales =
    [
        ("sigma_u", BlockNames.InefficiencyVariance), ("sigma_v", BlockNames.NoiseVariance),
        ("sigma_u0", BlockNames.PersistentVariance), ("sigma_w", BlockNames.InterceptVariance),
    ];

    /// <summary>θ in the order of <paramref name="parameters"/>.</summary>
    /// <exception cref="UsageException">A name that is no parameter, one given twice, one that lacks a value, or a value out of range.</exception>
    public static double[] Of(IReadOnlyList<Parameter> parameters, SimulationDesign design)
    {
        var values = new double?[parameters.Count];
        TrueParameter? ratio = null;
        foreach (TrueParameter given in design.Parameters)
        {
            if (given.Block is null && given.Name is "lambda" or "gamma")
            {
                ratio = ratio is null ? given : throw Error(given, $"'{given.Name}' and '{ratio.Name}' both set σ_u: keep one");
                continue;
            }
            (int position, double value) = Place(parameters, given);
            if (values[position] is not null)
                throw Error(given, $"'{given.Name}' gives {parameters[position]} a second value: keep one");
            values[position] = value;
        }
        if (ratio is not null)
            SetRatio(parameters, values, ratio);
        string[] missing = [.. parameters.Where((_, j) => values[j] is null).Select(p => Spoken(parameters, p))];
        return missing.Length == 0 ? Array.ConvertAll(values, v => v!.Value) : throw new UsageException(
            "missing-truth", $"{design.ParametersPlace}the model has {(missing.Length == 1 ? "a parameter" : "parameters")} without a true value: {string.Join(", ", missing)}");
    }

    /// <summary>What a design may call the parameters, for messages.</summary>
    public static string[] Names(IReadOnlyList<Parameter> parameters) =>
    [
        .. parameters.Select(p => Spoken(parameters, p)),
        .. HasScale(parameters, "sigma_u") && HasScale(parameters, "sigma_v") ? (string[])["lambda", "gamma"] : [],
    ];

    private static (int Position, double Value) Place(IReadOnlyList<Parameter> parameters, TrueParameter given)
    {
        int Find(string block, string name) => parameters.ToList().FindIndex(p => p.Block == block && p.Name == name);
        string? block = given.Block;
        string name = given.Name;
        if (block is null && name.Split(':', 2) is [var first, var rest] && parameters.Any(p => p.Block == first))
            (block, name) = (first, rest);
        if (block is not null)
        {
            return Find(block, name) is >= 0 and var own ? (own, given.Value) : throw Error(
                given, NearestNames.Sentence("parameter", $"{block}:{name}", [.. parameters.Select(p => p.ToString())]));
        }
        int open = name.IndexOf('[', StringComparison.Ordinal);
        (string plain, string member) = open > 0 ? (name[..open], name[open..]) : (name, "");
        foreach ((string scale, string variance) in Scales)
        {
            if (plain == scale && Find(variance + member, BlockNames.Intercept) is >= 0 and var at)
                return (at, 2 * Math.Log(Positive(given)));
        }
        if (name == "rho" && parameters.ToList().FindIndex(p => p.Block == BlockNames.Correlation) is >= 0 and var correlation)
        {
            return given.Value is > -1 and < 1 ? (correlation, Math.Atanh(given.Value))
                : throw Error(given, "'rho' is a correlation and needs a number between -1 and 1");
        }
        if (name == "mu" && Find(BlockNames.InefficiencyMean, BlockNames.Intercept) is >= 0 and var mean)
            return (mean, given.Value);
        if (Find(BlockNames.Law, $"ln({name})") is >= 0 and var shape)
            return (shape, Math.Log(Positive(given)));
        // The intercept of the frontier is the intercept; others are named with their blocks.
        int[] same = [.. Enumerable.Range(0, parameters.Count).Where(j => parameters[j].Name == name)];
        if (same.Length > 1 && parameters[same[0]].Block == BlockNames.Frontier)
            return (same[0], given.Value);
        return same.Length switch
        {
            1 => (same[0], given.Value),
            0 => throw Error(given, NearestNames.Sentence("parameter", name, Names(parameters))),
            _ => throw Error(given, $"several blocks have '{name}': write {string.Join(" or ", same.Select(j => $"'{parameters[j]}'"))}"),
        };
    }

    private static void SetRatio(IReadOnlyList<Parameter> parameters, double?[] values, TrueParameter ratio)
    {
        int Intercept(string block) => parameters.ToList().FindIndex(p => p.Block == block && p.Name == BlockNames.Intercept);
        int u = Intercept(BlockNames.InefficiencyVariance), v = Intercept(BlockNames.NoiseVariance);
        if (u < 0 || v < 0)
            throw Error(ratio, NearestNames.Sentence("parameter", ratio.Name, Names(parameters)));
        if (values[u] is not null && values[v] is not null)
            throw Error(ratio, $"'{ratio.Name}' follows from σ_u and σ_v, which are both given: leave it out");
        double log = ratio.Name == "lambda" ? 2 * Math.Log(Positive(ratio))
            : ratio.Value is > 0 and < 1 ? Math.Log(ratio.Value / (1 - ratio.Value))
            : throw Error(ratio, $"'gamma' needs a number between 0 and 1");
        if (values[v] is { } noise)
            values[u] = noise + log;
        else if (values[u] is { } inefficiency)
            values[v] = inefficiency - log;
        else
            throw Error(ratio, $"'{ratio.Name}' needs sigma_v or sigma_u beside it");
    }

    private static string Spoken(IReadOnlyList<Parameter> parameters, Parameter parameter)
    {
        foreach ((string scale, string variance) in Scales)
        {
            if (parameter.Name != BlockNames.Intercept || !parameter.Block.StartsWith(variance, StringComparison.Ordinal))
                continue;
            string member = parameter.Block[variance.Length..];
            if (member.Length == 0 || member[0] == '[')
                return scale + member;
        }
        if (parameter.Block == BlockNames.Correlation)
            return "rho";
        if (parameter.Block == BlockNames.Law && parameter.Name.StartsWith("ln(", StringComparison.Ordinal))
            return parameter.Name[3..^1];
        if (parameter is { Block: BlockNames.InefficiencyMean, Name: BlockNames.Intercept })
            return "mu";
        return parameter.Block == BlockNames.Frontier || parameters.Count(p => p.Name == parameter.Name) == 1 ? parameter.Name : parameter.ToString();
    }

    private static bool HasScale(IReadOnlyList<Parameter> parameters, string scale) => parameters.Any(p => Spoken(parameters, p) == scale);

    private static double Positive(TrueParameter given) =>
        given.Value > 0 ? given.Value : throw Error(given, $"'{given.Name}' is a natural scale and needs a number above 0");

    private static UsageException Error(TrueParameter given, string sentence) => new("wrong-truth", given.Place + sentence);
}
