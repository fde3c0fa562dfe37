package unroll.audio;

import java.util.Arrays;
import org.apache.commons.math3.transform.DftNormalization;
import org.apache.commons.math3.transform.FastFourierTransformer;
import org.apache.commons.math3.transform.TransformType;
import unroll.conf.AudioConf;

/**
 * Logarithms of the energy in bands that are equally wide on the mel scale (Stevens, Volkmann and
 * Newman 1937; O'Shaughnessy's formula, as in HTK): a Hann window, the power spectrum, triangular
 * filters between 0 Hz and half of the configured rate.
 *
 * <pre>
 * mel(f) = 2595 log10(1 + f / 700)
 * y[m] = ln(1e-6 + sum_k filter[m, k] |FFT(window * x)[k]|²)
 * </pre>
 *
 * <p>These are the definitions of torchaudio's {@code MelSpectrogram} with {@code center=False},
 * windows padded with zeros to a power of two. A sound of another rate than the configured one has
 * a window of its own number of samples, filters at the same frequencies, and energies scaled to
 * those of the configured rate, so that it need not be resampled. Not thread-safe.
 */
final class MelBanks {
    private static final double FLOOR = 1e-6;

    private final double[] window; // [samples]
    private final int step; // samples from one frame to the next
    private final int[] first; // [mels]: the first bin of a filter
    private final double[][] filters; // [mels][bins from the first]
    private final double[][] spectrum; // [2][size]: real and imaginary parts

    /**
     * @param rate of the sounds, samples a second
     */
    MelBanks(AudioConf conf, int rate) {
        window = hann(samples(conf.window(), rate));
        step = samples(conf.step(), rate);
        int size = size(window.length);
        spectrum = new double[2][size];
        int usual = samples(conf.window(), conf.rate());
        double scale = (double) usual * size(usual) / ((double) window.length * size);
        first = new int[conf.mels()];
        filters = new double[conf.mels()][];
        double top = mel(conf.rate() / 2.0);
        for (int m = 0; m < filters.length; m++) {
            double from = hertz(top * m / (filters.length + 1));
            double centre = hertz(top * (m + 1) / (filters.length + 1));
            double to = hertz(top * (m + 2) / (filters.length + 1));
            var filter = new double[size / 2 + 1];
            for (int k = 0; k < filter.length; k++) {
                double f = (double) k * rate / size;
                double height = Math.min((f - from) / (centre - from), (to - f) / (to - centre));
                filter[k] = scale * Math.max(0, height);
            }
            int begin = 0;
            int end = filter.length;
            while (begin < end && filter[begin] == 0) {
                begin++;
            }
            while (end > begin && filter[end - 1] == 0) {
                end--;
            }
            first[m] = begin;
            filters[m] = Arrays.copyOfRange(filter, begin, end);
        }
    }

    private static int samples(double milliseconds, int rate) {
        return Math.max(1, (int) Math.round(milliseconds * rate / 1000));
    }

    /** Returns the next power of two. */
    private static int size(int samples) {
        return samples == 1 ? 2 : Integer.highestOneBit(samples - 1) << 1;
    }

    private static double mel(double hertz) {
        return 2595 * StrictMath.log10(1 + hertz / 700);
    }

    private static double hertz(double mel) {
        return 700 * (StrictMath.pow(10, mel / 2595) - 1);
    }

    private static double[] hann(int samples) {
        var window = new double[samples];
        for (int i = 0; i < samples; i++) {
            window[i] = 0.5 - 0.5 * StrictMath.cos(2 * Math.PI * i / samples);
        }
        return window;
    }

    /**
     * Returns the frames that lie in a sound as a whole, [frames][mels]. One that is shorter than a
     * window is padded with zeros to one frame.
     */
    double[][] of(double[] samples) {
        int frames = 1 + Math.max(0, samples.length - window.length) / step;
        var energies = new double[frames][filters.length];
        for (int t = 0; t < frames; t++) {
            transform(samples, t * step);
            for (int m = 0; m < filters.length; m++) {
                energies[t][m] = StrictMath.log(FLOOR + energy(m));
            }
        }
        return energies;
    }

    private void transform(double[] samples, int at) {
        Arrays.fill(spectrum[0], 0);
        Arrays.fill(spectrum[1], 0);
        int count = Math.min(window.length, samples.length - at);
        for (int i = 0; i < count; i++) {
            spectrum[0][i] = window[i] * samples[at + i];
        }
        FastFourierTransformer.transformInPlace(
                spectrum, DftNormalization.STANDARD, TransformType.FORWARD);
    }

    private double energy(int m) {
        double sum = 0;
        for (int j = 0; j < filters[m].length; j++) {
            double real = spectrum[0][first[m] + j];
            double imaginary = spectrum[1][first[m] + j];
            sum += filters[m][j] * (real * real + imaginary * imaginary);
        }
        return sum;
    }
}
