namespace Gravity.Reporting.Tables;

/// <summary>What a line of printed text is, so that a terminal can show it so.</summary>
public enum TextPart
{
    /// <summary>The caption of a table.</summary>
    Title,

    /// <summary>A heading of a report's section.</summary>
    Section,

    /// <summary>A horizontal rule.</summary>
    Rule,

    /// <summary>Headings of columns.</summary>
    Header,

    /// <summary>The name of a group of rows.</summary>
    Group,

    /// <summary>Numbers and words.</summary>
    Body,

    /// <summary>A note beneath a table.</summary>
    Note,
}

/// <summary>One line of printed text, without its line break.</summary>
/// <param name="Part">What it is.</param>
/// <param name="Text">The line.</param>
public readonly record struct TextLine(TextPart Part, string Text);
