using System.Text;

namespace Gravity.Tests.Architecture;

/// <summary>C# source without its comments, so that words in explanations are not taken for code.</summary>
internal static class SourceCode
{
    /// <summary>Comments become blanks; strings and line breaks stay.</summary>
    public static string WithoutComments(string text)
    {
        var code = new StringBuilder(text.Length);
        int at = 0;
        while (at < text.Length)
        {
            if (Starts(text, at, "//"))
                at = Skip(text, at, code, "\n", keepsEnd: true);
            else if (Starts(text, at, "/*"))
                at = Skip(text, at, code, "*/", keepsEnd: false);
            else if (text[at] == '\'')
                at = CopyQuoted(text, at, code, '\'', verbatim: false);
            else if (Starts(text, at, "\"\"\""))
                at = CopyRaw(text, at, code);
            else if (text[at] == '"')
                at = CopyQuoted(text, at, code, '"', verbatim: at > 0 && (text[at - 1] == '@' || (at > 1 && text[at - 2] == '@' && text[at - 1] == '$')));
            else
                code.Append(text[at++]);
        }
        return code.ToString();
    }

    /// <summary>1-based line of a position.</summary>
    public static int LineOf(string text, int position) => 1 + text.AsSpan(0, position).Count('\n');

    private static bool Starts(string text, int at, string what) => string.CompareOrdinal(text, at, what, 0, what.Length) == 0;

    private static int Skip(string text, int at, StringBuilder code, string end, bool keepsEnd)
    {
        int found = text.IndexOf(end, at + 2, StringComparison.Ordinal);
        int stop = found < 0 ? text.Length : found + (keepsEnd ? 0 : end.Length);
        for (int i = at; i < stop; i++)
            code.Append(text[i] == '\n' ? '\n' : ' ');
        return stop;
    }

    private static int CopyQuoted(string text, int at, StringBuilder code, char quote, bool verbatim)
    {
        int i = at + 1;
        while (i < text.Length && text[i] != quote)
            i += !verbatim && text[i] == '\\' ? 2 : 1;
        int stop = Math.Min(text.Length, i + 1);
        code.Append(text, at, stop - at);
        return stop;
    }

    private static int CopyRaw(string text, int at, StringBuilder code)
    {
        int quotes = 3;
        while (at + quotes < text.Length && text[at + quotes] == '"')
            quotes++;
        int found = text.IndexOf(new string('"', quotes), at + quotes, StringComparison.Ordinal);
        int stop = found < 0 ? text.Length : found + quotes;
        code.Append(text, at, stop - at);
        return stop;
    }
}
