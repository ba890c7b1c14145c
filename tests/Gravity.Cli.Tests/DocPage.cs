using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Gravity.Cli.Tests;

/// <summary>A page of the documentation as the tests read it: commands, files it tells the reader to save, output it shows, numbers it names.</summary>
/// <remarks>
/// Conventions of the pages. <c>```bash</c>: lines that start with <c>gravity </c> are run in order; a backslash at the end of a line continues it,
/// <c># exit code 3</c> at its end expects that code, any other comment there is for readers, <c>&gt; FILE</c> keeps the output. <c>```csv NAME</c> and
/// <c>```yaml NAME</c>: a file to save under that name. <c>```text</c> after <c>&lt;!-- checked --&gt;</c>: lines the commands before it print. On a page
/// with <c>&lt;!-- numbers: checked --&gt;</c> every number in the text with two decimals or more, or with commas between thousands, is printed by a
/// command of the page or stands in a file of the repository named by <c>&lt;!-- numbers from: PATH --&gt;</c>, unless <c>&lt;!-- not run: source --&gt;</c>
/// stands before its paragraph or table.
/// </remarks>
internal sealed partial class DocPage
{
    private DocPage(string path) => Path = path;

    /// <summary>The file, relative to the root of the checkout.</summary>
    public string Path { get; }

    /// <summary>Commands, files and shown output, in the order of the page.</summary>
    public List<DocStep> Steps { get; } = [];

    /// <summary>Whether the page asks that its numbers be checked.</summary>
    public bool NumbersChecked { get; private set; }

    /// <summary>Numbers with two decimals or more, or commas between thousands, outside code, with their line.</summary>
    public List<(int Line, string Text)> Numbers { get; } = [];

    /// <summary>Files of the repository whose numbers the page quotes.</summary>
    public List<string> Sources { get; } = [];

    /// <summary>Targets of links, with their line.</summary>
    public List<(int Line, string Target)> Links { get; } = [];

    /// <summary>Headings as anchors.</summary>
    public HashSet<string> Anchors { get; } = [];

    /// <summary>Every page under docs, relative to the root.</summary>
    public static IEnumerable<string> All() =>
        Directory.GetFiles(System.IO.Path.Combine(ReferenceStudy.Root, "docs"), "*.md", SearchOption.AllDirectories)
            .Select(file => System.IO.Path.GetRelativePath(ReferenceStudy.Root, file).Replace('\\', '/')).Order(StringComparer.Ordinal);

    public static DocPage Read(string path)
    {
        var page = new DocPage(path);
        string? fence = null;
        bool check = false, exempt = false;
        var block = new List<string>();
        int number = 0;
        foreach (string line in File.ReadLines(System.IO.Path.Combine(ReferenceStudy.Root, path)))
        {
            number++;
            if (line.StartsWith("```", StringComparison.Ordinal))
            {
                if (fence is null)
                {
                    fence = line[3..].Trim();
                    block.Clear();
                    continue;
                }
                page.Add(fence, block, check);
                check = false;
                fence = null;
            }
            else if (fence is not null)
                block.Add(line);
            else if (Comment(line).StartsWith("<!-- checked", StringComparison.Ordinal))
                check = true;
            else if (Comment(line).StartsWith("<!-- not run:", StringComparison.Ordinal))
                exempt = true;
            else if (line == "<!-- numbers: checked -->")
                page.NumbersChecked = true;
            else if (Comment(line).StartsWith("<!-- numbers from: ", StringComparison.Ordinal))
                page.Sources.Add(Comment(line)["<!-- numbers from: ".Length..^" -->".Length]);
            else
            {
                if (line.Length == 0)
                    exempt = false;
                page.Text(line, number, exempt);
            }
        }
        return page;
    }

    /// <summary>Splits as a shell does: quotes group, a backslash before a quote keeps it.</summary>
    public static List<string> Words(string command)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        char quote = '\0';
        bool any = false;
        for (int i = 0; i < command.Length; i++)
        {
            char c = command[i];
            if (c == '\\' && i + 1 < command.Length && command[i + 1] == '"')
                word.Append(command[++i]);
            else if (c is '"' or '\'' && (quote == '\0' || quote == c))
            {
                quote = quote == '\0' ? c : '\0';
                any = true;
            }
            else if (c == ' ' && quote == '\0')
            {
                if (word.Length > 0 || any)
                    words.Add(word.ToString());
                word.Clear();
                any = false;
            }
            else
                word.Append(c);
        }
        if (word.Length > 0 || any)
            words.Add(word.ToString());
        return words;
    }

    /// <summary>A printed line without its layout: one space for many, no rules.</summary>
    public static string Plain(string line) => Spaces().Replace(line.Replace('−', '-'), " ").Trim();

    /// <summary>Numbers in printed text.</summary>
    public static IEnumerable<double> NumbersIn(string output)
    {
        foreach (Match match in AnyNumber().Matches(output.Replace('−', '-')))
            if (double.TryParse(match.Value.Replace(",", "", StringComparison.Ordinal), NumberStyles.Float, CultureInfo.InvariantCulture, out double value))
                yield return value;
    }

    private static string Comment(string line) => line.Trim();

    private void Add(string fence, List<string> block, bool check)
    {
        string[] info = fence.Split(' ', 2);
        if (info[0] == "bash")
            foreach (string command in Joined(block).Where(line => line.StartsWith("gravity ", StringComparison.Ordinal)))
                Steps.Add(DocStep.Command(command));
        else if (info[0] is "csv" or "yaml" && info.Length == 2)
            Steps.Add(DocStep.File(info[1], string.Join('\n', block) + "\n"));
        else if (check)
            Steps.Add(DocStep.Shown(block));
    }

    private static IEnumerable<string> Joined(List<string> block)
    {
        string held = "";
        foreach (string line in block)
        {
            string whole = held + (held.Length > 0 ? line.TrimStart() : line);
            held = whole.EndsWith('\\') ? whole[..^1].TrimEnd() + " " : "";
            if (held.Length == 0)
                yield return whole;
        }
    }

    private void Text(string line, int number, bool exempt)
    {
        if (line.StartsWith('#'))
            Anchors.Add(AnchorOf(line.TrimStart('#').Trim()));
        foreach (Match match in Link().Matches(line))
            Links.Add((number, match.Groups[1].Value));
        if (exempt)
            return;
        string bare = Mathematics().Replace(InlineCode().Replace(Link().Replace(line, "]"), " "), " ");
        foreach (Match match in Quoted().Matches(bare.Replace('−', '-')))
            Numbers.Add((number, match.Value));
    }

    private static string AnchorOf(string heading)
    {
        var anchor = new StringBuilder();
        foreach (char c in heading.ToLowerInvariant())
            if (char.IsLetterOrDigit(c) || c is '-' or '_')
                anchor.Append(c);
            else if (c == ' ')
                anchor.Append('-');
        return anchor.ToString();
    }

    [GeneratedRegex(@"[\s│]+")]
    private static partial Regex Spaces();

    [GeneratedRegex(@"-?\d[\d,]*(\.\d+)?([eE][+-]?\d+)?")]
    private static partial Regex AnyNumber();

    [GeneratedRegex(@"(?<![\d.,])-?(\d+\.\d{2,}|\d{1,3}(,\d{3})+(\.\d+)?)(?![\d.]*\d)")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("`[^`]*`")]
    private static partial Regex InlineCode();

    [GeneratedRegex(@"\$[^$]*\$")]
    private static partial Regex Mathematics();
}

/// <summary>One thing a reader does or sees: a command with its exit code, a file to save, or output.</summary>
internal sealed record DocStep(string? Run, int ExitCode, string? FileName, string? Content, IReadOnlyList<string> Lines)
{
    public static DocStep Command(string line)
    {
        const string mark = " # exit code ";
        int at = line.IndexOf(mark, StringComparison.Ordinal);
        int code = at < 0 ? 0 : int.Parse(line[(at + mark.Length)..], CultureInfo.InvariantCulture);
        return new DocStep(line.Split(" # ")[0].Trim(), code, null, null, []);
    }

    public static DocStep File(string name, string content) => new(null, 0, name, content, []);

    public static DocStep Shown(IReadOnlyList<string> lines) => new(null, 0, null, null, [.. lines]);
}
