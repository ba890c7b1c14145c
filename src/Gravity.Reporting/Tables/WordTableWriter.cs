using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;

namespace Gravity.Reporting.Tables;

/// <summary>A Word document with real tables: numbered captions, booktabs rules, headings that are repeated on every page, notes beneath.</summary>
/// <remarks>
/// Captions are numbered by a SEQ field in the style "caption", so that Word's own list of tables and cross-references work. Decimal points stand under
/// each other by right indents, which every program honours, and not by decimal tabs, which only Word does inside cells. Wide tables get smaller type,
/// then a page on its side, then panels.
/// </remarks>
public sealed class WordTableWriter : ITableFileWriter
{
    /// <inheritdoc/>
    public string Key => "docx";

    /// <inheritdoc/>
    public string Extension => ".docx";

    /// <inheritdoc/>
    public IReadOnlyList<string> Aliases => ["word"];

    /// <inheritdoc/>
    public void Write(IReadOnlyList<ReportTable> tables, string title, Stream output)
    {
        if (tables.Count == 0) throw new ArgumentException("a document needs a table", nameof(tables));
        OfficePackage.Write(draft => Build(tables, title, draft), output);
    }

    private static void Build(IReadOnlyList<ReportTable> tables, string title, Stream draft)
    {
        using WordprocessingDocument document = WordprocessingDocument.Create(draft, WordprocessingDocumentType.Document);
        MainDocumentPart main = document.AddMainDocumentPart();
        document.ChangeIdOfPart(main, "rId1");
        main.AddNewPart<StyleDefinitionsPart>("styles").Styles = WordStyles.Of(tables[0].Words);
        main.AddNewPart<FooterPart>("footer").Footer = new Footer(new Paragraph(
            new ParagraphProperties(new Justification { Val = JustificationValues.Center }), new SimpleField(new Run(WordStyles.TextOf("1"))) { Instruction = "PAGE" }));
        // Without it Word opens the file in the compatibility mode of 2007.
        main.AddNewPart<DocumentSettingsPart>("settings").Settings = new Settings(new Compatibility(new CompatibilitySetting
        {
            Name = CompatSettingNameValues.CompatibilityMode,
            Uri = "http://schemas.microsoft.com/office/word",
            Val = "15",
        }));
        var body = new Body();
        if (tables.Count > 1) body.Append(Styled(WordStyles.Title, new Run(WordStyles.TextOf(title))));
        bool? landscape = null;
        for (int i = 0; i < tables.Count; i++)
        {
            var layout = new WordTable(tables[i]);
            // A section's page is described in its last paragraph.
            if (landscape is { } before && before != layout.Landscape)
                body.Append(new Paragraph(new ParagraphProperties(Section(before))));
            landscape = layout.Landscape;
            Append(body, tables[i], layout, i + 1);
        }

        body.Append(Section(landscape == true));
        main.Document = new Document(body);
    }

    private static void Append(Body body, ReportTable table, WordTable layout, int number)
    {
        body.Append(Caption(table, number));
        for (int p = 0; p < layout.Panels.Count; p++)
        {
            // Two tables without a paragraph between them would become one.
            if (p > 0) body.Append(new Paragraph());
            body.Append(layout.Element(layout.Panels[p]));
        }

        string[] notes = [.. table.AllNotes];
        string label = table.Words["table.notes"];
        Paragraph beneath = Styled(
            WordStyles.Notes,
            notes.Length == 0 ? []
                : [new Run(new RunProperties(new Italic()), WordStyles.TextOf(label)), new Run(WordStyles.TextOf(string.Join(table.Words.Language == "zh" ? "" : " ", notes)))]);
        string indent = layout.NoteIndent.ToString(CultureInfo.InvariantCulture);
        if (notes.Length > 0) beneath.ParagraphProperties!.Indentation = new Indentation { Left = indent, Right = indent };
        body.Append(beneath);
    }

    private static Paragraph Caption(ReportTable table, int number)
    {
        // What stands before and after the number depends on the language.
        string[] around = table.Words.Say("table.caption", ("number", "\u0001")).Split('\u0001');
        string digits = number.ToString(CultureInfo.InvariantCulture);
        return Styled(
            WordStyles.Caption,
            new Run(WordStyles.TextOf(around[0])),
            new Run(new FieldChar { FieldCharType = FieldCharValues.Begin }),
            new Run(new FieldCode(" SEQ Table \\* ARABIC ") { Space = SpaceProcessingModeValues.Preserve }),
            new Run(new FieldChar { FieldCharType = FieldCharValues.Separate }),
            new Run(WordStyles.TextOf(digits)),
            new Run(new FieldChar { FieldCharType = FieldCharValues.End }),
            new Run(WordStyles.TextOf(around[1] + table.Title)));
    }

    private static Paragraph Styled(string style, params Run[] runs)
    {
        var paragraph = new Paragraph(new ParagraphProperties { ParagraphStyleId = new ParagraphStyleId { Val = style } });
        paragraph.Append(runs);
        return paragraph;
    }

    private static SectionProperties Section(bool landscape) => new(
        new FooterReference { Type = HeaderFooterValues.Default, Id = "footer" },
        landscape
            ? new PageSize { Width = 16838, Height = 11906, Orient = PageOrientationValues.Landscape }
            : new PageSize { Width = 11906, Height = 16838 },
        new PageMargin { Top = 1418, Bottom = 1418, Left = 1418, Right = 1418, Header = 709, Footer = 709, Gutter = 0 });
}
