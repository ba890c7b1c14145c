namespace Gravity.Core.Frontier.Models;

/// <summary>The panel models whose units share one u: each is a path of inefficiency over time.</summary>
public static class PanelPaths
{
    private static readonly (string Model, bool HasOrigin, Func<TimeOrigin, InefficiencyPath> Path)[] Known =
    [
        ("pitt-lee", false, _ => new ConstantPath()),
        ("bc92", true, origin => new ExponentialDecay(origin)),
        ("kumbhakar90", false, _ => new KumbhakarPath()),
        ("modified-kumbhakar90", true, origin => new ModifiedKumbhakarPath(origin)),
    ];

    /// <summary>Keys of the models, the constant one first.</summary>
    public static IReadOnlyList<string> Models { get; } = [.. Known.Select(k => k.Model)];

    /// <summary>Keys of the models whose path counts from a last period T, of the panel or of the unit.</summary>
    public static IReadOnlyList<string> WithOrigin { get; } = [.. Known.Where(k => k.HasOrigin).Select(k => k.Model)];

    /// <summary>The path of a model; null for models whose rows do not share u.</summary>
    /// <param name="model">Key of the model.</param>
    /// <param name="origin">T, for the models of <see cref="WithOrigin"/>.</param>
    public static InefficiencyPath? Of(string model, TimeOrigin origin = TimeOrigin.Panel) =>
        Array.Find(Known, k => k.Model == model).Path?.Invoke(origin);

    /// <summary>Whether the model's inefficiency moves over time.</summary>
    /// <param name="model">Key of the model.</param>
    public static bool MovesOverTime(string model) => Of(model) is { ParameterNames.Count: > 0 };
}
