import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Random;

/**
 * Writes the sample of series for task {@code forecast}: what eight shops sold on each day of two years, with the temperature of
 * the day, and whether there was an action, which is known in advance. Sales have a week, a slow wave, a level for each shop, and
 * noise; an action sells more, and leaves less for the two days after it.
 *
 * <pre>java data-samples/SampleSales.java [folder]</pre>
 *
 * The folder is {@code data-samples} unless given. The same program gives the same bytes. The last week has actions, but no sales
 * yet.
 */
public final class SampleSales {
    private static final int SHOPS = 8;
    private static final int DAYS = 730;
    private static final int AHEAD = 7;
    private static final double[] WEEK = {0.9, 0.85, 0.9, 1, 1.25, 1.45, 0.6};

    private final Random random = new Random(2026);

    public static void main(String[] arguments) throws IOException {
        var folder = Path.of(arguments.length > 0 ? arguments[0] : "data-samples").resolve("sales");
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("sales.csv"), new SampleSales().table());
    }

    private String table() {
        var lines = new ArrayList<String>();
        lines.add("shop,day,sold,temperature,action");
        for (int shop = 0; shop < SHOPS; shop++) {
            double level = 60 + 30 * random.nextInt(6);
            double phase = random.nextDouble();
            int since = 9; // days since the last action
            double warm = 0;
            for (int t = 0; t < DAYS + AHEAD; t++) {
                boolean action = since > 4 && random.nextInt(9) == 0;
                since = action ? 0 : since + 1;
                warm = 0.8 * warm + 0.6 * random.nextGaussian();
                double temperature = 12 - 9 * cosine(t / 365.0) + 2 * warm;
                double sold =
                        level
                                * WEEK[t % 7]
                                * (1 + 0.15 * cosine(t / 182.0 + phase))
                                * (action ? 1.6 : since <= 2 ? 0.85 : 1)
                                * (1 + 0.06 * random.nextGaussian());
                boolean past = t < DAYS;
                lines.add(
                        String.format(
                                Locale.ROOT,
                                "%s,%s,%s,%s,%d",
                                (char) ('A' + shop),
                                LocalDate.of(2024, 1, 1).plusDays(t),
                                past ? Long.toString(Math.round(sold)) : "",
                                past ? String.format(Locale.ROOT, "%.1f", temperature) : "",
                                action ? 1 : 0));
            }
        }
        return String.join("\n", lines) + "\n";
    }

    private static double cosine(double turns) {
        return StrictMath.cos(2 * StrictMath.PI * turns);
    }
}
