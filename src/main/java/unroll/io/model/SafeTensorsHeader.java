package unroll.io.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import unroll.io.CorruptFileException;
import unroll.io.Json;
import unroll.message.Printable;

/**
 * The header of a safetensors file, checked: all data are within the file, and tensors neither
 * overlap nor leave gaps. Nothing is allocated for a size that exceeds the file.
 *
 * @param tensors in the order in which their data lie in the file
 */
record SafeTensorsHeader(List<Tensor> tensors) {
    /** The format's own limit. */
    static final int MAX_HEADER_BYTES = 100_000_000;

    static final String METADATA = "__metadata__";

    /** Names and shapes in a damaged header may be of any length. */
    private static final int LONGEST_FAULT = 300;

    /**
     * @param begin first byte, counted from the end of the header
     * @param end byte after the last
     */
    record Tensor(String name, List<Integer> shape, long begin, long end) {
        int size() {
            return (int) ((end - begin) / Float.BYTES);
        }
    }

    /**
     * Reads the header and leaves the stream at the first byte of the data.
     *
     * @param length of the whole file, in bytes
     */
    static SafeTensorsHeader read(String file, InputStream in, long length) throws IOException {
        byte[] prefix = in.readNBytes(Long.BYTES);
        if (prefix.length < Long.BYTES) {
            throw fault(
                    file,
                    String.format(
                            Locale.ROOT,
                            "it has %d bytes, the header's length alone takes 8",
                            prefix.length));
        }
        long bytes = ByteBuffer.wrap(prefix).order(ByteOrder.LITTLE_ENDIAN).getLong();
        if (bytes < 0 || bytes > MAX_HEADER_BYTES) {
            throw fault(
                    file,
                    String.format(
                            Locale.ROOT,
                            "its header claims %s bytes, expected at most %d",
                            Long.toUnsignedString(bytes),
                            MAX_HEADER_BYTES));
        }
        if (bytes > length - Long.BYTES) {
            throw fault(
                    file,
                    String.format(
                            Locale.ROOT,
                            "its header claims %d bytes, the whole file has %d",
                            bytes,
                            length));
        }
        byte[] header = in.readNBytes((int) bytes);
        if (header.length < bytes) {
            throw fault(
                    file,
                    String.format(
                            Locale.ROOT,
                            "its header ends after %d of %d bytes",
                            header.length,
                            bytes));
        }
        var tensors = tensors(file, parse(file, header));
        tensors.sort(Comparator.comparingLong(Tensor::begin).thenComparingLong(Tensor::end));
        checkPlaces(file, tensors, length - Long.BYTES - bytes);
        return new SafeTensorsHeader(List.copyOf(tensors));
    }

    private static JsonNode parse(String file, byte[] header) {
        JsonNode tree;
        try {
            // The parser would guess UTF-16 from the first bytes: the format knows UTF-8 only.
            tree = Json.MAPPER.readTree(Json.utf8(header));
        } catch (CharacterCodingException e) {
            throw fault(file, "its header is not UTF-8");
        } catch (JsonProcessingException e) {
            if (e.getOriginalMessage().startsWith("Duplicate field")) {
                throw fault(
                        file,
                        "its header names a tensor or field twice%s".formatted(Json.place(e)));
            }
            throw fault(file, "its header is not well-formed JSON%s".formatted(Json.place(e)));
        }
        if (!tree.isObject()) {
            throw fault(file, "its header is not a JSON object");
        }
        return tree;
    }

    private static List<Tensor> tensors(String file, JsonNode header) {
        var tensors = new ArrayList<Tensor>();
        for (Map.Entry<String, JsonNode> field : header.properties()) {
            if (field.getKey().equals(METADATA)) {
                checkMetadata(file, field.getValue());
            } else {
                tensors.add(tensor(file, field.getKey(), field.getValue()));
            }
        }
        return tensors;
    }

    private static void checkMetadata(String file, JsonNode metadata) {
        boolean strings = metadata.isObject();
        for (var value : metadata) {
            strings &= value.isTextual();
        }
        if (!strings) {
            throw fault(file, "%s is not an object of strings".formatted(METADATA));
        }
    }

    private static Tensor tensor(String file, String name, JsonNode fields) {
        var dtype = fields.path("dtype");
        if (!dtype.isTextual()) {
            throw fault(file, "tensor %s has no dtype".formatted(name));
        }
        if (!dtype.textValue().equals("F32")) {
            throw fault(
                    file,
                    "tensor %s has dtype %s, expected F32".formatted(name, dtype.textValue()));
        }
        var shape = shape(file, name, fields.path("shape"));
        var offsets = fields.path("data_offsets");
        if (!offsets.isArray() || offsets.size() != 2 || !whole(offsets)) {
            throw fault(
                    file,
                    "tensor %s: data_offsets are %s, expected [begin, end]"
                            .formatted(name, offsets));
        }
        long begin = offsets.get(0).longValue();
        long end = offsets.get(1).longValue();
        if (begin < 0 || end < begin) {
            throw fault(
                    file,
                    String.format(
                            Locale.ROOT,
                            "tensor %s: data_offsets are [%d, %d], expected 0 <= begin <= end",
                            name,
                            begin,
                            end));
        }
        long bytes = bytes(file, name, shape);
        if (bytes != end - begin) {
            throw fault(
                    file,
                    String.format(
                            Locale.ROOT,
                            "tensor %s of shape %s takes %d bytes, its data_offsets span %d",
                            name,
                            shape,
                            bytes,
                            end - begin));
        }
        return new Tensor(name, shape, begin, end);
    }

    private static List<Integer> shape(String file, String name, JsonNode shape) {
        if (!shape.isArray() || !whole(shape)) {
            throw fault(
                    file,
                    "tensor %s: its shape is %s, expected whole numbers".formatted(name, shape));
        }
        var dimensions = new ArrayList<Integer>();
        for (var dimension : shape) {
            if (dimension.longValue() < 0) {
                throw fault(
                        file, "tensor %s: its shape %s has a negative size".formatted(name, shape));
            }
            if (!dimension.canConvertToInt()) {
                throw fault(
                        file,
                        "tensor %s: its shape %s has a size above 2^31 - 1".formatted(name, shape));
            }
            dimensions.add(dimension.intValue());
        }
        return List.copyOf(dimensions);
    }

    private static boolean whole(JsonNode numbers) {
        for (var number : numbers) {
            if (!number.isIntegralNumber() || !number.canConvertToLong()) {
                return false;
            }
        }
        return true;
    }

    private static long bytes(String file, String name, List<Integer> shape) {
        try {
            int elements = shape.stream().reduce(1, Math::multiplyExact);
            return (long) elements * Float.BYTES;
        } catch (ArithmeticException e) {
            throw fault(file, "tensor %s: shape %s has too many elements".formatted(name, shape));
        }
    }

    private static void checkPlaces(String file, List<Tensor> tensors, long dataBytes) {
        long expected = 0;
        for (var tensor : tensors) {
            if (tensor.end() > dataBytes) {
                throw fault(
                        file,
                        String.format(
                                Locale.ROOT,
                                "tensor %s ends at byte %d of the data, which have %d: the file is cut",
                                tensor.name(),
                                tensor.end(),
                                dataBytes));
            }
            if (tensor.begin() < expected) {
                throw fault(
                        file,
                        String.format(
                                Locale.ROOT,
                                "tensor %s begins at byte %d of the data and overlaps one that ends at %d",
                                tensor.name(),
                                tensor.begin(),
                                expected));
            }
            if (tensor.begin() > expected) {
                throw fault(
                        file,
                        String.format(
                                Locale.ROOT,
                                "%d bytes before tensor %s belong to no tensor",
                                tensor.begin() - expected,
                                tensor.name()));
            }
            expected = tensor.end();
        }
        if (expected < dataBytes) {
            throw fault(
                    file,
                    String.format(
                            Locale.ROOT,
                            "%d bytes at its end belong to no tensor",
                            dataBytes - expected));
        }
    }

    static CorruptFileException fault(String file, String what) {
        return new CorruptFileException(
                file
                        + " is damaged: "
                        + Printable.brief(what, LONGEST_FAULT)
                        + ": copy it again from an intact one, or train again");
    }
}
