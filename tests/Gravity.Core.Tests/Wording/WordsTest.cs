using Gravity.Core;
using Gravity.Core.Wording;

namespace Gravity.Tests.Wording;

public sealed class WordsTest
{
    [Fact]
    public void Values_replace_placeholders_and_nouns_follow_their_count()
    {
        Assert.Equal("1 row", Words.English.Count(1, "row"));
        Assert.Equal("1,208 rows", Words.English.Count(1208, "row"));
        Assert.Equal("1,208 行", Words.Chinese.Count(1208, "row"));
    }

    [Fact]
    public void Lists_and_sentences_are_those_of_the_language()
    {
        Assert.Equal("a, b and c", Words.English.List(["a", "b", "c"]));
        Assert.Equal("a、b和c", Words.Chinese.List(["a", "b", "c"]));
        Assert.Equal("The end.", Words.English.Sentence("the end"));
        Assert.Equal("σ_v is 0.", Words.English.Sentence("σ_v is 0"));
        Assert.Equal("是吗？", Words.Chinese.Sentence("是吗？"));
    }

    [Fact]
    public void A_phrase_may_hold_phrases_and_speaks_every_language()
    {
        var phrase = new Phrase("sample-log.left-out", ("reason", new Phrase("count.row", ("count", 2))));
        Assert.Equal("Left out: 2 rows", phrase.ToString());
        Assert.Equal("剔除：2 行", phrase.In(Words.Chinese));
        Assert.Equal(phrase, new Phrase("sample-log.left-out", ("reason", "2 rows")));
    }

    [Fact]
    public void A_key_that_is_not_there_and_a_value_that_is_not_given_are_defects()
    {
        Assert.Contains("'no.such'", Assert.Throws<InvalidOperationException>(() => Words.English["no.such"]).Message, StringComparison.Ordinal);
        Assert.Contains("'count'", Assert.Throws<InvalidOperationException>(() => Words.English.Say("count.row")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_language_is_refused_with_those_there_are() =>
        Assert.Contains("en, zh", Assert.Throws<UsageException>(() => Words.Of("fr")).Message, StringComparison.Ordinal);
}
