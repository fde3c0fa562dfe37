/**
 * Reference vectors: reading them, the measure by which a result agrees with them, and the tests
 * that need no more than public parts. The files lie in {@code src/test/resources/golden}; {@code
 * -Dgolden.dir=PATH} reads another folder of such files.
 */
package unroll.golden;
