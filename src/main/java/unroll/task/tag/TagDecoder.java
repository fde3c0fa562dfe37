package unroll.task.tag;

import unroll.measure.Argmax;
import unroll.measure.Evaluation;
import unroll.nn.Layout;
import unroll.nn.loss.ChainDecoder;
import unroll.task.network.ChosenKernels;

/** Reads the scores of a sequence, [steps, tags]. Not thread-safe. */
interface TagDecoder {
    /** Returns the most probable tag of each step. */
    int[] best(float[] scores);

    /**
     * Returns -log of the probability of the true tags, in nats.
     *
     * @param targets below 0 where none is known
     */
    double loss(float[] scores, int[] targets);

    /** Returns the decoder for a task's head. */
    static TagDecoder of(Tag task, Layout layout, float[] theta) {
        return switch (task.conf().tag().head()) {
            case CRF -> {
                var kernels = ChosenKernels.of(task.conf().kernels());
                yield new Chain(new ChainDecoder(kernels, layout, "head", theta));
            }
            case SOFTMAX -> new Single(task.tags().size());
        };
    }

    /** The decoder of a conditional random field. */
    record Chain(ChainDecoder chain) implements TagDecoder {
        @Override
        public int[] best(float[] scores) {
            return chain.best(scores);
        }

        @Override
        public double loss(float[] scores, int[] targets) {
            return chain.loss(scores, targets);
        }
    }

    /** The decoder of a softmax at each step, whose scores are probabilities. */
    record Single(int tags) implements TagDecoder {
        @Override
        public int[] best(float[] scores) {
            return Argmax.ofRows(scores, tags);
        }

        @Override
        public double loss(float[] scores, int[] targets) {
            double loss = 0;
            for (int t = 0; t < targets.length; t++) {
                if (targets[t] >= 0) {
                    loss += Evaluation.crossEntropy(scores[t * tags + targets[t]]);
                }
            }
            return loss;
        }
    }
}
