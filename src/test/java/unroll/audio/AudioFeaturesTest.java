package unroll.audio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import unroll.conf.AudioConf;
import unroll.conf.AudioConf.Features;

/**
 * Features beside values that were computed in float64 with PyTorch's {@code rfft}, {@code
 * hann_window} and {@code conv1d}, after the definitions of torchaudio's {@code melscale_fbanks}
 * (HTK's scale, no norm), {@code create_dct} (ortho) and {@code compute_deltas}.
 */
final class AudioFeaturesTest {
    private static final double[][] ENERGIES = {
        {
            -0.6148705211, 6.7573554432, 5.8276788965, 2.6929156270,
            5.6472992573, 0.5313837910, -12.9050527432, -13.7677342586
        },
        {
            0.3559512296, 6.7573593857, 5.8276758618, 2.6929458420,
            5.6472972816, 0.5315259840, -12.8937482343, -13.7634205714
        },
        {
            1.0376929403, 6.7573574419, 5.8276754971, 2.6928731814,
            5.6473022507, 0.5311691105, -12.8861863419, -13.7621654610
        },
        {
            1.5496786850, 6.7573607937, 5.8276753734, 2.6929671555,
            5.6472959830, 0.5316197430, -12.8735539059, -13.7560176475
        },
    };
    private static final double[][] CEPSTRUM = {
        {-2.0615784855, 15.8074611563, -12.8896389241, 1.7735501448, -2.2110363842},
        {-1.7127587197, 16.2766943566, -12.4370609810, 2.1765257793, -1.8703113010},
        {-1.4687602677, 16.6073468876, -12.1200114316, 2.4600122948, -1.6314059344},
        {-1.2809146780, 16.8500403010, -11.8783738998, 2.6717318370, -1.4528137537},
    };
    private static final double[][] SLOPES = {
        {0.1534456201, 0.2069004663, 0.1991832928, 0.1775899935, 0.1499985983},
        {0.2154145833, 0.2885044021, 0.2792157541, 0.2482825535, 0.2096075711},
        {0.1993171657, 0.2658504234, 0.2581217130, 0.2291569442, 0.1933942808},
        {0.1051533673, 0.1389385302, 0.1359011694, 0.1202131658, 0.1013587275},
    };
    private static final double[][] CURVATURES = {
        {0.0153712054, 0.0199503850, 0.0197909302, 0.0173826462, 0.0146400338},
        {-0.0050712960, -0.0076973915, -0.0067625827, -0.0063186705, -0.0053884059},
        {-0.0206845722, -0.0285489744, -0.0269878831, -0.0242823043, -0.0205528585},
        {-0.0314686230, -0.0426043637, -0.0408849713, -0.0365082554, -0.0308533240},
    };

    private static AudioConf conf(Features features, int mels, int coefficients, int deltas) {
        return new AudioConf(
                features, 8000, 25, 10, mels, coefficients, deltas, AudioConf.STANDARD.mask());
    }

    /** Returns 60 ms at 8 kHz: two tones and a ramp. */
    private static Wav sound() {
        var low = WavFiles.tone(8000, 440, 0.5, 480);
        var high = WavFiles.tone(8000, 1300, 0.25, 480);
        var sum = new double[480];
        for (int i = 0; i < sum.length; i++) {
            sum[i] = low[i] + high[i] + i / 4800.0;
        }
        return new Wav(sum, 8000);
    }

    @Test
    void energiesInBandsAreThoseOfTheDefinition() {
        var found = new AudioFeatures(conf(Features.LOGMEL, 8, 5, 0)).of(sound());
        assertEquals(4, found.length);
        for (int t = 0; t < 4; t++) {
            assertArrayEquals(ENERGIES[t], found[t], 1e-9);
        }
    }

    @Test
    void cepstralCoefficientsHaveTheirSlopesBesideThem() {
        var conf = conf(Features.MFCC, 8, 5, 2);
        assertEquals(15, conf.width());
        var found = new AudioFeatures(conf).of(sound());
        for (int t = 0; t < 4; t++) {
            for (int k = 0; k < 5; k++) {
                assertEquals(CEPSTRUM[t][k], found[t][k], 1e-9);
                assertEquals(SLOPES[t][k], found[t][5 + k], 1e-9);
                assertEquals(CURVATURES[t][k], found[t][10 + k], 1e-9);
            }
        }
    }

    @Test
    void aShortSoundHasOneFrame() {
        var features = new AudioFeatures(conf(Features.LOGMEL, 8, 5, 1));
        var one = features.of(new Wav(new double[] {0.5}, 8000));
        assertEquals(1, one.length);
        assertEquals(0, one[0][8]);
        assertEquals(Math.log(1e-6), one[0][0], 1e-12); // the window begins with 0
        assertEquals(1, features.of(new Wav(new double[279], 8000)).length);
        assertEquals(2, features.of(new Wav(new double[280], 8000)).length);
    }

    /** Each file has its own window, and energies that do not depend on its rate. */
    @Test
    void filesOfOtherRatesAreMeasuredAtTheSameFrequencies() {
        var features = new AudioFeatures(conf(Features.LOGMEL, 12, 5, 0));
        var expected = features.of(new Wav(WavFiles.tone(8000, 1000, 0.5, 800), 8000))[3];
        for (int rate : new int[] {11_025, 16_000, 44_100}) {
            var tone = WavFiles.tone(rate, 1000, 0.5, rate / 10);
            var found = features.of(new Wav(tone, rate))[3];
            for (int m = 0; m < 12; m++) {
                if (expected[m] > 0) { // elsewhere the windows differ in what they let through
                    assertEquals(expected[m], found[m], 0.25, rate + " " + m);
                }
            }
        }
        // What lies above half of the rate is not heard.
        var high = features.of(new Wav(WavFiles.tone(44_100, 9000, 0.5, 4410), 44_100))[3];
        for (double energy : high) {
            assertTrue(energy < -10, "" + energy);
        }
    }
}
