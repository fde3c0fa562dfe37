/** Models and checkpoints on disk: parameters, vocabularies, manifests with checksums. */
package unroll.io.model;
