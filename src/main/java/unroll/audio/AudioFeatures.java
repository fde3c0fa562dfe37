package unroll.audio;

import java.util.HashMap;
import java.util.Map;
import unroll.conf.AudioConf;
import unroll.conf.AudioConf.Features;

/**
 * The features of sounds, a vector every some milliseconds: {@link MelBanks}, or their cepstral
 * coefficients (MFCC: a discrete cosine transform, type II, orthonormal), with their slopes in time
 * beside them.
 *
 * <pre>
 * delta[t] = (x[t+1] - x[t-1] + 2 (x[t+2] - x[t-2])) / 10
 * </pre>
 *
 * <p>Beyond the ends of a sound its first and last frames are repeated. Not thread-safe.
 */
public final class AudioFeatures {
    private final AudioConf conf;
    private final Map<Integer, MelBanks> banks = new HashMap<>(); // by rate
    private final double[][] cosines; // [coefficients][mels]

    public AudioFeatures(AudioConf conf) {
        this.conf = conf;
        cosines = new double[conf.coefficients()][conf.mels()];
        for (int k = 0; k < cosines.length; k++) {
            double norm = StrictMath.sqrt((k == 0 ? 1.0 : 2.0) / conf.mels());
            for (int m = 0; m < conf.mels(); m++) {
                double angle = Math.PI / conf.mels() * (m + 0.5) * k;
                cosines[k][m] = norm * StrictMath.cos(angle);
            }
        }
    }

    /** Returns the features of a sound, [frames][width]: values, then slopes, then their slopes. */
    public double[][] of(Wav sound) {
        var energies =
                banks.computeIfAbsent(sound.rate(), rate -> new MelBanks(conf, rate))
                        .of(sound.samples());
        var values = conf.features() == Features.MFCC ? cepstrum(energies) : energies;
        var features = new double[values.length][conf.width()];
        for (int order = 0; order <= conf.deltas(); order++) {
            for (int t = 0; t < values.length; t++) {
                int width = values[t].length;
                System.arraycopy(values[t], 0, features[t], order * width, width);
            }
            values = slopes(values);
        }
        return features;
    }

    private double[][] cepstrum(double[][] energies) {
        var values = new double[energies.length][cosines.length];
        for (int t = 0; t < energies.length; t++) {
            for (int k = 0; k < cosines.length; k++) {
                for (int m = 0; m < energies[t].length; m++) {
                    values[t][k] += cosines[k][m] * energies[t][m];
                }
            }
        }
        return values;
    }

    private static double[][] slopes(double[][] x) {
        int last = x.length - 1;
        var slopes = new double[x.length][x[0].length];
        for (int t = 0; t < x.length; t++) {
            var before = x[Math.max(0, t - 1)];
            var after = x[Math.min(last, t + 1)];
            var farBefore = x[Math.max(0, t - 2)];
            var farAfter = x[Math.min(last, t + 2)];
            for (int j = 0; j < slopes[t].length; j++) {
                slopes[t][j] = (after[j] - before[j] + 2 * (farAfter[j] - farBefore[j])) / 10;
            }
        }
        return slopes;
    }
}
