/** Sounds: WAV files, and the features of sounds that networks read. Nothing here needs Spark. */
package unroll.audio;
