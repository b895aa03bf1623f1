package dev.tandem.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Lines of columns, each as wide as its widest cell. A cell of several lines makes its row as high. */
public final class Table {
    private static final String GAP = "  ";

    private final List<String> titles;
    private final List<List<List<String>>> rows = new ArrayList<>();

    public Table(String... titles) {
        this.titles = List.of(titles);
    }

    /** Adds a row; each cell is a list of lines. */
    public void add(List<List<String>> cells) {
        rows.add(List.copyOf(cells));
    }

    /** Tells {@code sink} of the lines, with a rule above and below the rows. */
    public void print(Consumer<String> sink) {
        int[] widths = widths();
        String rule = "-".repeat(java.util.Arrays.stream(widths).sum() + GAP.length() * (widths.length - 1));
        sink.accept(line(titles, widths));
        sink.accept(rule);
        for (List<List<String>> row : rows) {
            int height = row.stream().mapToInt(List::size).max().orElse(0);
            for (int i = 0; i < height; i++) {
                int index = i;
                sink.accept(line(row.stream().map(cell -> index < cell.size() ? cell.get(index) : "").toList(), widths));
            }
        }
        sink.accept(rule);
    }

    private int[] widths() {
        int[] widths = titles.stream().mapToInt(Table::width).toArray();
        for (List<List<String>> row : rows) {
            for (int column = 0; column < widths.length; column++) {
                for (String text : row.get(column)) {
                    widths[column] = Math.max(widths[column], width(text));
                }
            }
        }
        return widths;
    }

    private static int width(String text) {
        return text.codePointCount(0, text.length());
    }

    private static String line(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            String text = cells.get(column);
            line.append(text).repeat(' ', widths[column] - width(text)).append(GAP);
        }
        return line.toString().stripTrailing();
    }
}
