using System.Text.RegularExpressions;
using Gravity.Core.Estimation;
using Gravity.Core.Frontier;
using Gravity.Core.Potential;
using Gravity.Core.Studies;
using Gravity.Core.Wording;
using Gravity.Tests.Architecture;

namespace Gravity.Tests.Wording;

/// <summary>The languages say the same things, and neither says what nobody asks for.</summary>
public sealed partial class LanguageFilesTest
{
    public static TheoryData<string> Languages => [.. Words.Languages];

    [Fact]
    public void No_language_lacks_a_key_of_another()
    {
        HashSet<string> all = [.. Words.Languages.SelectMany(language => Words.Of(language).Keys)];
        string[] lacking = [.. Words.Languages.SelectMany(language => all.Except(Words.Of(language).Keys).Select(key => $"{language} lacks {key}"))];
        Assert.True(lacking.Length == 0, string.Join('\n', lacking));
    }

    [Fact]
    public void Texts_of_one_key_ask_for_the_same_values()
    {
        string[] offences =
        [
            .. Words.English.Keys.Where(key => !Names(Words.English[key]).SetEquals(Names(Words.Chinese[key])))
                .Select(key => $"{key}: {string.Join(' ', Names(Words.English[key]))} ≠ {string.Join(' ', Names(Words.Chinese[key]))}"),
        ];
        Assert.True(offences.Length == 0, string.Join('\n', offences));
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void No_text_is_empty(string language) =>
        Assert.DoesNotContain(Words.Of(language).Keys, key => string.IsNullOrWhiteSpace(Words.Of(language)[key]));

    [Fact]
    public void Chinese_texts_are_Chinese()
    {
        // Symbols and names of programs are the same everywhere; sentences are not.
        string[] same = [.. Words.Chinese.Keys.Where(key => Words.Chinese[key] == Words.English[key] && Word().Count(Words.English[key]) > 2)];
        Assert.True(same.Length == 0, string.Join('\n', same));
    }

    [Fact]
    public void Every_key_of_the_sources_exists_and_every_key_is_used()
    {
        string[] sources = [.. RepositoryFiles.Under("src", "*.cs").Select(path => SourceCode.WithoutComments(RepositoryFiles.Read(path)))];
        HashSet<string> literals = [.. sources.SelectMany(source => Literal().Matches(source)).Select(m => m.Groups[1].Value)];
        string[] asked = [.. sources.SelectMany(source => Asked().Matches(source)).Select(m => m.Groups[1].Value).Where(key => !key.EndsWith('.')).Distinct()];
        string[] unknown = [.. asked.Where(key => !Words.English.Has(key)).Select(key => $"the sources ask for {key}, which no language has")];
        // A key that is put together in the sources has its beginning there: "count." + noun.
        string[] beginnings = [.. literals.Where(literal => literal.EndsWith('.') && literal.Length > 2)];
        string[] unused =
        [
            .. Words.English.Keys.Where(key => !literals.Contains(key) && !beginnings.Any(b => key.StartsWith(b, StringComparison.Ordinal)))
                .Select(key => $"no source asks for {key}"),
        ];
        Assert.True(asked.Length > 0);
        Assert.True(unknown.Length + unused.Length == 0, string.Join('\n', [.. unknown, .. unused]));
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void Every_warning_has_a_meaning_and_a_remedy(string language)
    {
        foreach (WarningKind kind in WarningCatalog.All.Concat(PotentialWarnings.Kinds))
        {
            Assert.NotEqual("", kind.MeaningIn(Words.Of(language)));
            Assert.NotEqual("", kind.RemedyIn(Words.Of(language)));
        }
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void Every_model_and_every_law_has_its_words(string language)
    {
        foreach (ModelEntry model in ModelCatalog.All)
        {
            Assert.NotEqual("", model.TitleIn(Words.Of(language)));
            Assert.NotEqual("", model.ValidationIn(Words.Of(language)));
        }
        foreach (InefficiencyLaw law in InefficiencyLaw.All)
        {
            Assert.True(Words.Of(language).Has("law." + law.Key), law.Key);
            Assert.True(Words.Of(language).Has("law-name." + law.Key), law.Key);
            Assert.True(Words.Of(language).Has("compare.law." + law.Key), law.Key);
            Assert.NotEqual("", law.ValidationIn(Words.Of(language)));
        }
        foreach (NoiseLaw noise in NoiseLaw.All)
        {
            Assert.True(Words.Of(language).Has("law." + noise.Key), noise.Key);
            Assert.NotEqual("", noise.ValidationIn(Words.Of(language)));
        }
    }

    [Fact]
    public void Chinese_sentences_have_full_width_marks()
    {
        string[] halves = [.. Words.Chinese.Keys.Where(key => HalfWidth().IsMatch(Words.Chinese[key])).Select(key => $"{key}: {Words.Chinese[key]}")];
        Assert.True(halves.Length == 0, string.Join('\n', halves));
    }

    private static HashSet<string> Names(string text) => [.. Placeholder().Matches(text).Select(m => m.Groups[1].Value)];

    [GeneratedRegex(@"\{([\w-]+)(?::[^}]*)?\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"[\u4E00-\u9FFF][,;:!?]|[,;:!?][\u4E00-\u9FFF]|[\u4E00-\u9FFF]\.(?!\w)")]
    private static partial Regex HalfWidth();

    [GeneratedRegex(@"[A-Za-z]{3,}")]
    private static partial Regex Word();

    [GeneratedRegex("\"([a-z0-9][a-z0-9.-]*\\.[a-z0-9.-]*)\"", RegexOptions.IgnoreCase)]
    private static partial Regex Literal();

    [GeneratedRegex("(?:[wW]ords\\[|\\.Say\\(|new Phrase\\()\\s*\"([^\"{]+)\"")]
    private static partial Regex Asked();
}
