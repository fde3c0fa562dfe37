package unroll.conf;

import java.io.Serializable;
import java.util.List;
import java.util.function.Function;
import unroll.conf.setting.Field;
import unroll.conf.setting.Nested;
import unroll.conf.setting.Range;
import unroll.conf.setting.Scalar;
import unroll.conf.setting.Settings;
import unroll.conf.setting.Type;
import unroll.conf.setting.Types;
import unroll.conf.setting.Value;
import unroll.conf.setting.Variants;

/** A layer over the steps of a sequence, whose output again has steps. */
public sealed interface EncoderLayer extends Serializable {
    /** Columns of the output; 0 if that is the number of the network's outputs. */
    int outputs();

    /** Steps of the input from one row of the output to the next. */
    default int stride() {
        return 1;
    }

    /** The keys of all kinds of layers. */
    static Variants<EncoderLayer> settings() {
        return Variants.<EncoderLayer>of(
                        "layer",
                        "recurrent",
                        "`convolution` over time is a time-delay layer, with `size`, `activation`, `kernel`,"
                                + " `dilation` and `stride`")
                .or(
                        "recurrent",
                        EncoderLayer.class,
                        l -> !(l instanceof TimeDelayConf),
                        recurrent())
                .or("convolution", TimeDelayConf.class, TimeDelayConf.SETTINGS);
    }

    private static Variants<EncoderLayer> recurrent() {
        var cells =
                Variants.<EncoderLayer>of(
                        "cell",
                        Value.word(CellConf.Name.LSTM),
                        "recurrent cell; settings that name a cell are those of this cell alone");
        for (var name : CellConf.Name.values()) {
            cells =
                    cells.or(
                            Value.word(name),
                            RecurrentConf.class,
                            layer -> layer.cell().name() == name,
                            RecurrentConf.settings(CellConf.settings(name)));
        }
        return cells.or("reservoir", ReservoirConf.class, ReservoirConf.SETTINGS);
    }

    private static <T> Field<T, Integer> size(Function<T, Integer> component) {
        return Scalar.of("size", Types.integer(Range.atLeast(1)), component, 128)
                .means("units of each direction, or of a convolution");
    }

    /**
     * A convolution over time.
     *
     * @param size columns of the output
     * @param kernel steps that each output looks at
     * @param dilation distance between these
     * @param stride steps from output to output
     */
    record TimeDelayConf(
            int size, int kernel, int dilation, int stride, CellConf.Activation activation)
            implements EncoderLayer {
        private static final Range STEPS = Range.closed(1, 1000);

        private static final Field<TimeDelayConf, Integer> KERNEL =
                Scalar.of("kernel", Types.integer(STEPS), TimeDelayConf::kernel, 3)
                        .means(
                                "steps around its own that each output of a convolution looks at; beyond the ends there"
                                        + " are zeros");
        private static final Field<TimeDelayConf, Integer> DILATION =
                Scalar.of("dilation", Types.integer(STEPS), TimeDelayConf::dilation, 1)
                        .means("distance in steps between these");
        private static final Field<TimeDelayConf, Integer> STRIDE =
                Scalar.of("stride", Types.integer(STEPS), TimeDelayConf::stride, 1)
                        .means(
                                "steps from output to output: n steps become n / stride, rounded up");
        private static final Field<TimeDelayConf, CellConf.Activation> ACTIVATION =
                CellConf.activation(TimeDelayConf::activation);

        private static final Settings<TimeDelayConf> SETTINGS =
                Settings.of(
                        v ->
                                new TimeDelayConf(
                                        v.get(EncoderLayer.size(TimeDelayConf::size)),
                                        v.get(KERNEL),
                                        v.get(DILATION),
                                        v.get(STRIDE),
                                        v.get(ACTIVATION)));

        @Override
        public int outputs() {
            return size;
        }
    }

    /**
     * A fixed random recurrence with a fitted readout (an echo state network).
     *
     * @param size units
     */
    record ReservoirConf(
            int size,
            double spectralRadius,
            double density,
            double inputScale,
            double bias,
            double leak,
            int washout)
            implements EncoderLayer {
        private static final Range SHARE = new Range(0, false, 1, true);

        private static final Field<ReservoirConf, Double> SPECTRAL_RADIUS =
                Scalar.of(
                                "spectralRadius",
                                Types.number(Range.above(0)),
                                ReservoirConf::spectralRadius,
                                0.9)
                        .means(
                                "largest modulus of the eigenvalues of the recurrent matrix of `reservoir`");
        private static final Field<ReservoirConf, Double> DENSITY =
                Scalar.of("density", Types.number(SHARE), ReservoirConf::density, 0.01)
                        .means("share of that matrix's elements that are not zero");
        private static final Field<ReservoirConf, Double> INPUT_SCALE =
                Scalar.of(
                                "inputScale",
                                Types.number(Range.above(0)),
                                ReservoirConf::inputScale,
                                1.0)
                        .means("the input weights of `reservoir` are uniform in ± this");
        private static final Field<ReservoirConf, Double> BIAS =
                Scalar.of("bias", Types.number(Range.atLeast(0)), ReservoirConf::bias, 0.2)
                        .means("its biases are uniform in ± this");
        private static final Field<ReservoirConf, Double> LEAK =
                Scalar.of("leak", Types.number(SHARE), ReservoirConf::leak, 1.0)
                        .means("share of a unit's new state in its next one, in `reservoir`");
        private static final Field<ReservoirConf, Integer> WASHOUT =
                Scalar.of("washout", Types.integer(Range.atLeast(0)), ReservoirConf::washout, 100)
                        .means(
                                "initial steps of each sequence that `reservoir` excludes from fitting and evaluation");

        private static final Settings<ReservoirConf> SETTINGS =
                Settings.of(
                        v ->
                                new ReservoirConf(
                                        v.get(EncoderLayer.size(ReservoirConf::size)),
                                        v.get(SPECTRAL_RADIUS),
                                        v.get(DENSITY),
                                        v.get(INPUT_SCALE),
                                        v.get(BIAS),
                                        v.get(LEAK),
                                        v.get(WASHOUT)));

        @Override
        public int outputs() {
            return size;
        }
    }

    /**
     * A recurrent layer.
     *
     * @param size units of each direction
     * @param lags lengths of the recurrent connections, rising; [1] is the usual one
     */
    record RecurrentConf(
            CellConf cell, int size, boolean bidirectional, LeakConf leak, List<Integer> lags)
            implements EncoderLayer {
        private static final Range LAG = Range.closed(1, 1000); // in steps

        private static final Field<RecurrentConf, Boolean> BIDIRECTIONAL =
                Scalar.of("bidirectional", Types.flag(), RecurrentConf::bidirectional, false)
                        .means("whether the layer also reads the sequence backwards");
        private static final Field<RecurrentConf, LeakConf> ALPHA =
                Scalar.of(
                                "alpha",
                                LeakConf.TYPE,
                                RecurrentConf::leak,
                                "1",
                                v -> new LeakConf.None())
                        .means(
                                "leaky units: share of the cell's new state in the next one; a range is spread over the"
                                        + " units");
        private static final Field<RecurrentConf, List<Integer>> LAGS =
                Scalar.of("lags", Types.rising(LAG), RecurrentConf::lags, List.of(1))
                        .means(
                                "lengths of the recurrent connections through time: [1, 4] adds one of four steps to the"
                                        + " usual one, [4] replaces it");

        public RecurrentConf {
            lags = List.copyOf(lags);
        }

        /** A layer whose other settings have their defaults. */
        public RecurrentConf(CellConf cell, int size, boolean bidirectional) {
            this(cell, size, bidirectional, new LeakConf.None(), List.of(1));
        }

        /** The same with the defaults of its cell. */
        public RecurrentConf(CellConf.Name cell, int size, boolean bidirectional) {
            this(CellConf.of(cell), size, bidirectional);
        }

        @Override
        public int outputs() {
            int width = cell instanceof CellConf.Jordan jordan ? jordan.outputs() : size;
            return width * (bidirectional ? 2 : 1);
        }

        @SuppressWarnings("unchecked") // a layer is written by the settings of its own cell
        static Settings<RecurrentConf> settings(Settings<? extends CellConf> settings) {
            Field<RecurrentConf, CellConf> cell =
                    Nested.inline((Settings<CellConf>) settings, RecurrentConf::cell);
            return Settings.of(
                    v ->
                            new RecurrentConf(
                                    v.get(cell),
                                    v.get(EncoderLayer.size(RecurrentConf::size)),
                                    v.get(BIDIRECTIONAL),
                                    v.get(ALPHA),
                                    v.get(LAGS)));
        }
    }

    /** How fast a layer's units follow their cell: {@code h' = (1 - alpha) h + alpha cell(h)}. */
    sealed interface LeakConf extends Serializable {
        String EXPECTED = "a number in (0, 1], [from, to], or learned";
        Range SHARE = new Range(0, false, 1, true);
        Type<LeakConf> TYPE = Types.of(EXPECTED, LeakConf::read, LeakConf::write);

        /** At once: alpha is one. */
        record None() implements LeakConf {}

        /**
         * Spread evenly over the units from one to the other: several time scales.
         *
         * @param from alpha of the first unit, in (0, 1]
         * @param to alpha of the last
         */
        record Spread(double from, double to) implements LeakConf {}

        /** Trained, one for each unit, kept in (0, 1) by a sigmoid. */
        record Learned() implements LeakConf {}

        private static LeakConf read(Value alpha, LeakConf standard) {
            if (alpha.absent()) {
                return standard;
            }
            if (alpha.is("learned")) {
                return new Learned();
            }
            if (alpha.numeric()) {
                double share = alpha.number(SHARE, 1);
                return share == 1 ? new None() : new Spread(share, share);
            }
            var ends = alpha.isList() ? alpha.list() : List.<Value>of();
            if (ends.size() != 2) {
                alpha.wrong(EXPECTED);
                return standard;
            }
            return new Spread(ends.get(0).number(SHARE, 1), ends.get(1).number(SHARE, 1));
        }

        private static Object write(LeakConf leak) {
            if (leak instanceof Learned) {
                return "learned";
            }
            if (leak instanceof Spread spread) {
                return spread.from() == spread.to()
                        ? spread.from()
                        : (Object) List.of(spread.from(), spread.to());
            }
            return 1.0;
        }
    }
}
