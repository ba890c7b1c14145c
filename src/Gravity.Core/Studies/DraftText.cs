using System.Text;
using System.Text.RegularExpressions;
using Gravity.Core.Wording;

namespace Gravity.Core.Studies;

/// <summary>Writes YAML with comments: lines, wrapped comments, and scalars that are quoted where YAML would read them otherwise.</summary>
internal sealed class DraftText(Words words)
{
    private const int Width = 118;

    private readonly StringBuilder _text = new();

    /// <summary>Comments that ask to be checked.</summary>
    public int Checks { get; private set; }

    public override string ToString() => _text.ToString();

    public void Line(string line = "") => _text.Append(line).Append('\n');

    /// <summary>A comment in the reader's language, wrapped.</summary>
    public void Comment(int indent, string key, params (string Name, object Value)[] values) => Write(indent, Capital(key) ? words.Sentence(words.Say(key, values)) : words.Say(key, values) + words["sentence.end"]);

    /// <summary>A comment that asks the user to look.</summary>
    public void Check(int indent, string key, params (string Name, object Value)[] values)
    {
        Checks++;
        Write(indent, "check: " + words.Say(key, values) + words["sentence.end"]);
    }

    /// <summary>A comment as it stands.</summary>
    public void Plain(int indent, string text) => _text.Append(' ', indent).Append("# ").Append(text).Append('\n');

    /// <summary>A scalar: plain where that is safe, in single quotes otherwise.</summary>
    public static string Scalar(string text)
    {
        bool safe = Regex.IsMatch(text, @"^[\p{L}_][\p{L}\p{N}_ ()+~*./^€%-]*$", RegexOptions.CultureInvariant) && !text.EndsWith(' ') && text is not ("null" or "Null" or "NULL" or "true" or "false");
        return safe ? text : "'" + text.Replace("'", "''", StringComparison.Ordinal).Replace("\n", " ", StringComparison.Ordinal) + "'";
    }

    /// <summary>A list in brackets.</summary>
    public static string List(IEnumerable<string> items) => "[" + string.Join(", ", items.Select(Scalar)) + "]";

    /// <summary>A sentence that begins with a name of the data keeps its spelling.</summary>
    private bool Capital(string key) => words[key][0] != '{' && key != "draft.alternatives";

    private void Write(int indent, string sentence)
    {
        var line = new StringBuilder();
        int width = 0;
        // Chinese breaks after any mark; everything else at spaces.
        foreach (string piece in Regex.Split(sentence, @"(?<= )|(?<=[，。；：、）])"))
        {
            int size = piece.Sum(letter => letter >= '\u2E80' ? 2 : 1);
            if (width > 0 && indent + 2 + width + size > Width)
            {
                Plain(indent, line.ToString().TrimEnd());
                line.Clear();
                width = 0;
            }
            line.Append(piece);
            width += size;
        }
        Plain(indent, line.ToString().TrimEnd());
    }
}
