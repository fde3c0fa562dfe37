package unroll.diagnose;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import unroll.diagnose.Diagnosis.OfDirection;

/** A diagnosis as maps and lists, for JSON; null where a number is not finite. */
public final class DiagnosisTree {
    private DiagnosisTree() {}

    public static Map<String, Object> of(Diagnosis diagnosis) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("examples", diagnosis.examples());
        tree.put("loss", number(diagnosis.loss()));
        var bounds = new LinkedHashMap<String, Object>();
        bounds.put("sigmoid", List.of(0.1, 0.9));
        bounds.put("tanh", List.of(-0.9, 0.9));
        bounds.put("dead", 1e-6);
        tree.put("bounds", bounds);
        tree.put("layers", diagnosis.directions().stream().map(DiagnosisTree::direction).toList());
        var surface = new LinkedHashMap<String, Object>();
        surface.put("seed", diagnosis.surface().seed());
        surface.put("places", diagnosis.surface().places());
        surface.put("loss", diagnosis.surface().loss().stream().map(DiagnosisTree::list).toList());
        tree.put("surface", surface);
        return tree;
    }

    private static Map<String, Object> direction(OfDirection of) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("name", of.name());
        tree.put("units", of.width());
        var gradient = new LinkedHashMap<String, Object>();
        gradient.put("normByDistance", list(of.gradient().norms()));
        gradient.put("sequences", of.gradient().sequences());
        gradient.put("factorPerStep", number(of.gradient().factor()));
        tree.put("gradient", gradient);
        var matrices = new ArrayList<Map<String, Object>>();
        for (var spectrum : of.matrices()) {
            var matrix = new LinkedHashMap<String, Object>();
            matrix.put("name", spectrum.matrix());
            matrix.put("block", spectrum.block().isEmpty() ? null : spectrum.block());
            matrix.put("singularValues", list(spectrum.values()));
            matrices.add(matrix);
        }
        tree.put("matrices", matrices);
        var jacobians = new ArrayList<Map<String, Object>>();
        for (var jacobian : of.jacobians()) {
            var one = new LinkedHashMap<String, Object>();
            one.put("example", jacobian.example());
            one.put("step", jacobian.step());
            one.put("singularValues", list(jacobian.values()));
            jacobians.add(one);
        }
        tree.put("stepJacobians", jacobians);
        var gates = new ArrayList<Map<String, Object>>();
        for (var gate : of.gates()) {
            var one = new LinkedHashMap<String, Object>();
            one.put("name", gate.name());
            one.put("function", gate.function());
            one.put("low", gate.low());
            one.put("high", gate.high());
            one.put("saturated", gate.saturated());
            gates.add(one);
        }
        tree.put("gates", gates);
        tree.put("deadUnits", of.dead());
        tree.put("zeroUnits", of.zero());
        return tree;
    }

    private static List<Double> list(List<Double> numbers) {
        var list = new ArrayList<Double>();
        numbers.forEach(number -> list.add(number(number)));
        return list;
    }

    /** JSON knows no others. */
    private static Double number(double number) {
        return Double.isFinite(number) ? number : null;
    }
}
