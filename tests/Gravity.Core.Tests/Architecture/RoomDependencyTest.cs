using System.Text.RegularExpressions;

namespace Gravity.Tests.Architecture;

/// <summary>Gravity.Core is a row of rooms; a room may use only rooms before it.</summary>
public sealed partial class RoomDependencyTest
{
    private static readonly string[] Rooms =
    [
        "Wording", "Numerics", "Optimization", "Data", "Specification", "Inference", "Estimation", "Regression", "Frontier", "Efficiency", "Potential",
        "Simulation", "Studies",
    ];

    private const string Core = "src/Gravity.Core/";

    [Fact]
    public void Rooms_use_only_rooms_before_them()
    {
        Dictionary<string, string> sources = RepositoryFiles.Under(Core, "*.cs").ToDictionary(path => path, path => SourceCode.WithoutComments(RepositoryFiles.Read(path)));
        Assert.True(sources.Count > 100, $"only {sources.Count} sources found");
        Dictionary<string, HashSet<string>> namesOfRoom = Rooms.ToDictionary(room => room, room => NamesIn(room, sources));
        string[] offences = [.. sources.SelectMany(source => Offences(source.Key, source.Value, namesOfRoom))];
        Assert.True(offences.Length == 0, string.Join('\n', offences));
    }

    [Fact]
    public void Every_source_lies_in_a_room_and_in_its_namespace()
    {
        string[] offences =
        [
            .. RepositoryFiles.Under(Core, "*.cs")
                .Select(path => (Path: path, Room: RoomOf(path), Space: Namespace().Match(RepositoryFiles.Read(path)).Groups[1].Value))
                .Where(file => file.Room.Length == 0
                    ? file.Space != "Gravity.Core"
                    : !Rooms.Contains(file.Room) || !(file.Space + ".").StartsWith($"Gravity.Core.{file.Room}.", StringComparison.Ordinal))
                .Select(file => $"{file.Path}: namespace {file.Space}"),
        ];
        Assert.True(offences.Length == 0, string.Join('\n', offences));
    }

    [Theory]
    [InlineData("using Gravity.Core.Frontier;", "Numerics", "Frontier")]
    [InlineData("using static Gravity.Core.Studies.ModelCatalog;", "Frontier", "Studies")]
    [InlineData("using Fit = Gravity.Core.Estimation.FitResult;", "Data", "Estimation")]
    [InlineData("var x = Frontier.HalfNormal.Create();", "Estimation", "Frontier")]
    [InlineData("global::Gravity.Core.Potential.Grouping g;", "Efficiency", "Potential")]
    [InlineData("using Gravity.Core.Numerics;", "Frontier", null)]
    [InlineData("int n = design.Frontier.HalfNormal; // Studies.ModelCatalog", "Specification", null)]
    [InlineData("int n = Frontier.Columns;", "Specification", null)]
    public void The_test_sees_what_it_should(string code, string room, string? offends)
    {
        Dictionary<string, HashSet<string>> names = Rooms.ToDictionary(r => r, r => new HashSet<string> { "HalfNormal", "ModelCatalog", "FitResult", "Grouping" });
        string[] offences = [.. Offences($"{Core}{room}/Sample.cs", SourceCode.WithoutComments(code), names)];
        if (offends is null)
            Assert.Empty(offences);
        else
            Assert.Contains($"uses {offends}", Assert.Single(offences), StringComparison.Ordinal);
    }

    private static IEnumerable<string> Offences(string path, string code, Dictionary<string, HashSet<string>> namesOfRoom)
    {
        string room = RoomOf(path);
        int place = Array.IndexOf(Rooms, room);
        foreach (Match match in Reference().Matches(code))
        {
            string used = match.Groups["room"].Value;
            bool absolute = match.Groups["root"].Success;
            // Without the root, Frontier.Columns may be a property: only names that the room declares are taken for its types.
            if (!absolute && !namesOfRoom[used].Contains(match.Groups["name"].Value))
                continue;
            if (Array.IndexOf(Rooms, used) > place)
                yield return $"{path}:{SourceCode.LineOf(code, match.Index)}: {(room.Length == 0 ? "Gravity.Core" : room)} uses {used}, a room after it: {match.Value}";
        }
    }

    private static HashSet<string> NamesIn(string room, Dictionary<string, string> sources)
    {
        HashSet<string> names = [];
        foreach ((string path, string code) in sources.Where(s => RoomOf(s.Key) == room))
        {
            foreach (Match match in Declaration().Matches(code))
                names.Add(match.Groups[1].Value);
            string[] folders = path.Split('/');
            if (folders.Length > 4)
                names.Add(folders[3]);
        }
        return names;
    }

    private static string RoomOf(string path) => path[Core.Length..].Split('/') is { Length: > 1 } parts ? parts[0] : "";

    [GeneratedRegex(@"(?<root>Gravity\.Core\.)(?<room>Wording|Numerics|Optimization|Data|Specification|Inference|Estimation|Regression|Frontier|Efficiency|Potential|Simulation|Studies)\b(\.(?<name>\w+))?|(?<![\w.])(?<room>Wording|Numerics|Optimization|Data|Specification|Inference|Estimation|Regression|Frontier|Efficiency|Potential|Simulation|Studies)\.(?<name>[A-Z]\w*)")]
    private static partial Regex Reference();

    [GeneratedRegex(@"\b(?:class|struct|record|interface|enum|delegate\s+[\w<>\[\],.? ]+?)\s+([A-Z]\w*)")]
    private static partial Regex Declaration();

    [GeneratedRegex(@"^namespace\s+([\w.]+)", RegexOptions.Multiline)]
    private static partial Regex Namespace();
}
