using Gravity.Core.Data;
using Gravity.Core.Simulation;

namespace Gravity.Core.Studies;

/// <summary>The designs that come with the program.</summary>
public static class SimulationDesigns
{
    private const string Prefix = "Gravity.Core.Studies.Designs.";
    private const string Suffix = ".yaml";

    /// <summary>Their names, in alphabetical order.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. typeof(SimulationDesigns).Assembly.GetManifestResourceNames()
            .Where(n => n.StartsWith(Prefix, StringComparison.Ordinal)).Select(n => n[Prefix.Length..^Suffix.Length]).Order(StringComparer.Ordinal),
    ];

    /// <summary>A built-in design.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="language">The language of its title.</param>
    /// <exception cref="UsageException"><c>unknown-design</c>.</exception>
    public static SimulationDesign Find(string name, string language = "en") => Names.Contains(name, StringComparer.Ordinal)
        ? SimulationDesignFile.Parse(Bytes(name), name + Suffix, language)
        : throw new UsageException("unknown-design", NearestNames.Sentence("design", name, Names) + "; or give the path of a design file, design.yaml");

    /// <summary>The text of a built-in design: a start for one of your own.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    public static byte[] Bytes(string name)
    {
        using Stream stream = typeof(SimulationDesigns).Assembly.GetManifestResourceStream(Prefix + name + Suffix)
            ?? throw new UsageException("unknown-design", NearestNames.Sentence("design", name, Names));
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
