package unroll.oracle;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import unroll.conf.optimizer.OptimizerConf;

/** What follows a gradient: clipping and the optimisers' steps, element by element in double. */
public interface OracleOptimizer {
    /** Moves {@code v} in place. */
    void step(double[] v, double[] gradient);

    /** The textbook's rule, as PyTorch defines it. */
    static OracleOptimizer of(OptimizerConf conf) {
        var values = new LinkedHashMap<String, double[]>();
        var steps = new int[1];
        return (v, gradient) -> {
            int t = ++steps[0];
            for (int i = 0; i < v.length; i++) {
                var own = new Element(values, v.length, i, t);
                v[i] = own.moved(conf, v[i], gradient[i]);
            }
        };
    }

    /** One parameter and what is remembered of it. */
    record Element(Map<String, double[]> values, int size, int at, int t) {
        private double get(String name) {
            return values.computeIfAbsent(name, key -> new double[size])[at];
        }

        private double set(String name, double value) {
            values.computeIfAbsent(name, key -> new double[size])[at] = value;
            return value;
        }

        private double mean(String name, double beta, double x) {
            return set(name, beta * get(name) + (1 - beta) * x);
        }

        double moved(OptimizerConf conf, double v, double gradient) {
            if (conf instanceof OptimizerConf.Sgd c) {
                return v - c.rate() * (gradient + c.weightDecay() * v);
            } else if (conf instanceof OptimizerConf.Momentum c) {
                double g = gradient + c.weightDecay() * v;
                double fresh = t == 1 ? g : (1 - c.dampening()) * g;
                double velocity = set("velocity", c.momentum() * get("velocity") + fresh);
                return v - c.rate() * (c.nesterov() ? g + c.momentum() * velocity : velocity);
            } else if (conf instanceof OptimizerConf.Adagrad c) {
                double g = gradient + c.weightDecay() * v;
                double sum = set("sum", (t == 1 ? c.initial() : get("sum")) + g * g);
                double rate = c.rate() / (1 + (t - 1) * c.rateDecay());
                return v - rate * g / (Math.sqrt(sum) + c.epsilon());
            } else if (conf instanceof OptimizerConf.Adadelta c) {
                double g = gradient + c.weightDecay() * v;
                double square = mean("square", c.rho(), g * g);
                double change =
                        g * Math.sqrt((get("change") + c.epsilon()) / (square + c.epsilon()));
                mean("change", c.rho(), change * change);
                return v - c.rate() * change;
            } else if (conf instanceof OptimizerConf.RmsProp c) {
                double g = gradient + c.weightDecay() * v;
                double square = mean("square", c.alpha(), g * g);
                double mean = mean("mean", c.alpha(), g);
                double variance = c.centered() ? square - mean * mean : square;
                double scaled = g / (Math.sqrt(variance) + c.epsilon());
                return v - c.rate() * set("velocity", c.momentum() * get("velocity") + scaled);
            } else if (conf instanceof OptimizerConf.Adam c) {
                double shrunk = c.decoupled() ? v - c.rate() * c.weightDecay() * v : v;
                double g = c.decoupled() ? gradient : gradient + c.weightDecay() * v;
                double m = mean("mean", c.beta1(), g) / (1 - Math.pow(c.beta1(), t));
                double s = mean("square", c.beta2(), g * g) / (1 - Math.pow(c.beta2(), t));
                return shrunk - c.rate() * m / (Math.sqrt(s) + c.epsilon());
            } else if (conf instanceof OptimizerConf.AmsGrad c) {
                double g = gradient + c.weightDecay() * v;
                double m = mean("mean", c.beta1(), g) / (1 - Math.pow(c.beta1(), t));
                double s = mean("square", c.beta2(), g * g);
                double largest = set("largest", Math.max(get("largest"), s));
                double root = Math.sqrt(largest / (1 - Math.pow(c.beta2(), t)));
                return v - c.rate() * m / (root + c.epsilon());
            } else if (conf instanceof OptimizerConf.Nadam c) {
                double g = gradient + c.weightDecay() * v;
                double mu = c.beta1() * (1 - 0.5 * Math.pow(0.96, t * c.momentumDecay()));
                double next = c.beta1() * (1 - 0.5 * Math.pow(0.96, (t + 1) * c.momentumDecay()));
                double product = set("product", (t == 1 ? 1 : get("product")) * mu);
                double m = mean("mean", c.beta1(), g);
                double s = mean("square", c.beta2(), g * g) / (1 - Math.pow(c.beta2(), t));
                double direction = (1 - mu) * g / (1 - product) + next * m / (1 - product * next);
                return v - c.rate() * direction / (Math.sqrt(s) + c.epsilon());
            }
            throw new AssertionError("no oracle of " + conf);
        }
    }

    /** The L2 norm of all the gradients together. */
    static double norm(List<double[]> gradients) {
        double sum = 0;
        for (var gradient : gradients) {
            for (double g : gradient) {
                sum += g * g;
            }
        }
        return Math.sqrt(sum);
    }

    /**
     * Scales in place by min(1, threshold / (norm + 1e-6)), as PyTorch does (Pascanu et al. 2013).
     */
    static void clipNorm(List<double[]> gradients, double threshold) {
        double scale = Math.min(1, threshold / (norm(gradients) + 1e-6));
        for (var gradient : gradients) {
            for (int i = 0; i < gradient.length; i++) {
                gradient[i] *= scale;
            }
        }
    }

    /** Holds every element in [-threshold, threshold], in place. */
    static void clipValue(List<double[]> gradients, double threshold) {
        for (var gradient : gradients) {
            for (int i = 0; i < gradient.length; i++) {
                gradient[i] = Math.max(-threshold, Math.min(threshold, gradient[i]));
            }
        }
    }
}
