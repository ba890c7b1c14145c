using Gravity.Core.Efficiency;
using Gravity.Core.Potential;
using Gravity.Core.Wording;
using Gravity.Reporting.Tables;

namespace Gravity.Reporting.Results;

/// <summary>The units that a study tells from the others, with their places among all.</summary>
public static class HighlightTables
{
    /// <summary>Efficiency, its rank among all units, expected potential, room and the rank of room; null where no unit is highlighted.</summary>
    /// <param name="efficiency">The efficiencies.</param>
    /// <param name="potential">The potentials; null leaves their columns out, as do potentials that are not summed by unit.</param>
    /// <param name="labels">Words for units, and which are highlighted.</param>
    public static ReportTable? Of(EfficiencyResult efficiency, PotentialResult? potential, ReportLabels labels)
    {
        UnitEfficiency[] units = [.. efficiency.Units.Where(u => labels.IsHighlighted(u.Unit)).OrderBy(u => u.Rank).ThenBy(u => u.Unit, StringComparer.Ordinal)];
        if (labels.Highlight is not { } highlight || units.Length == 0) return null;
        Words words = labels.Words;
        ILookup<string?, EfficiencyRow> rows = efficiency.Rows.ToLookup(r => r.Unit);
        PotentialTotals? totals = potential is null ? null : PotentialTables.UnitTotals(potential);
        Dictionary<string, PotentialTotal>? room = totals?.Groups.ToDictionary(g => g.Key, StringComparer.Ordinal);
        NumberFormat level = ResultFormats.Level(units.Select(u => room?.GetValueOrDefault(u.Unit)?.Actual ?? double.NaN));
        string interval = "\n" + words.Say("table.interval", ("level", ResultWords.Percent(efficiency.Level)));
        List<ReportColumn> columns =
        [
            ReportColumn.Words(labels.UnitHeader, "unit"),
            ReportColumn.Numbers(words["efficiency.mean"] + interval, ResultFormats.Efficiency, key: "te"),
            ReportColumn.Numbers(words.Say("highlight.rank", ("total", efficiency.Units.Count)), ResultFormats.Ranks(efficiency.Units.Select(u => u.Rank)), key: "rank"),
        ];
        if (totals is not null)
        {
            string potentialInterval = "\n" + words.Say("table.interval", ("level", ResultWords.Percent(potential!.Level)));
            columns.AddRange(
            [
                ReportColumn.Numbers(words["table.actual"], level, key: "actual"),
                ReportColumn.Numbers(words["potential.expected"] + potentialInterval, level, key: "expected"),
                ReportColumn.Numbers(words["potential.room"] + potentialInterval, NumberFormat.Percent(1, sign: false), key: "room"),
                ReportColumn.Numbers(words["highlight.room-rank"] + potentialInterval, ResultFormats.Ranks(totals.Groups.Select(g => g.Rank.Value)), key: "room_rank"),
            ]);
        }

        ReportRow Row(UnitEfficiency unit)
        {
            List<Cell> cells =
            [
                labels.Unit(unit.Unit), Cell.Interval(unit.Mean, rows[unit.Unit].Average(r => r.TeLow), rows[unit.Unit].Average(r => r.TeHigh)), unit.Rank,
            ];
            if (room?.GetValueOrDefault(unit.Unit) is { } total)
            {
                cells.AddRange(
                [
                    total.Actual, Cell.Interval(total.Expected.Value, total.Expected.Low, total.Expected.High),
                    Cell.Interval(total.Expected.Value / total.Actual - 1, total.Room.Low, total.Room.High), Cell.Interval(total.Rank.Value, total.Rank.Low, total.Rank.High),
                ]);
            }
            else if (totals is not null)
            {
                cells.AddRange([Cell.Empty, Cell.Empty, Cell.Empty, Cell.Empty]);
            }

            return new ReportRow(cells);
        }

        return new ReportTable("highlighted-units", words.Say("highlight.title", ("label", highlight.Label), ("measure", totals is null ? "" : labels.MeasureAfter)), columns, [.. units.Select(Row)])
        {
            Words = words,
            Notes =
            [
                words["highlight.note"],
                .. totals is null ? (string[])[] : [words["highlight.room-note"]],
            ],
        };
    }
}
