package unroll.message;

import java.util.Locale;
import java.util.Set;

/**
 * The options of sources that are known to hold no secret. Unknown options are hidden, so that the
 * names that new connectors give to a password need not be foreseen.
 */
final class HarmlessOptions {
    /** Names in lower case, since Spark ignores case. */
    private static final Set<String> NAMES =
            Set.of(
                    // Files of any format
                    ("basepath path paths pathglobfilter recursivefilelookup modifiedbefore modifiedafter"
                                    + " ignorecorruptfiles ignoremissingfiles mergeschema compression"
                                    + " wholetext linesep encoding charset mode locale timezone"
                                    + " columnnameofcorruptrecord schema"
                                    // csv
                                    + " header sep delimiter quote escape chartoescapequoteescaping comment"
                                    + " unescapedquotehandling multiline inferschema enforceschema"
                                    + " samplingratio nullvalue nanvalue positiveinf negativeinf emptyvalue"
                                    + " dateformat timestampformat timestampntzformat maxcolumns"
                                    + " maxcharspercolumn maxmalformedlogperpartition preferdate"
                                    + " ignoreleadingwhitespace ignoretrailingwhitespace"
                                    + " enabledatetimeparsingfallback"
                                    // json
                                    + " primitivesasstring prefersdecimal prefersdecimalasstring"
                                    + " allowcomments allowunquotedfieldnames allowsinglequotes"
                                    + " allownumericleadingzeros allowbackslashescapinganycharacter"
                                    + " allowunquotedcontrolchars allownonnumericnumbers dropfieldifallnull"
                                    // parquet, orc, avro, xml
                                    + " datetimerebasemode int96rebasemode avroschema avroschemaurl"
                                    + " positionalfieldmatching recordname recordnamespace rowtag roottag"
                                    + " attributeprefix valuetag excludeattribute treatemptyvaluesasnulls"
                                    + " rowvalidationxsdpath ignorenamespace ignoresurroundingspaces"
                                    // tables
                                    + " versionasof timestampasof snapshot-id as-of-timestamp branch tag"
                                    + " start-snapshot-id end-snapshot-id readchangefeed startingversion"
                                    + " endingversion startingtimestamp endingtimestamp"
                                    // jdbc
                                    + " url uri driver dbtable query preparequery fetchsize batchsize"
                                    + " numpartitions partitioncolumn lowerbound upperbound querytimeout"
                                    + " isolationlevel customschema pushdownpredicate pushdownaggregate"
                                    + " pushdownlimit pushdownoffset pushdowntablesample"
                                    + " prefertimestampntz"
                                    // other stores
                                    + " database collection keyspace table cluster index dataset"
                                    + " parentproject project materializationdataset"
                                    + " sfdatabase sfschema sfwarehouse sfrole sfurl es.nodes es.port"
                                    + " es.resource es.read.field.include es.nodes.wan.only"
                                    + " connection.uri spark.mongodb.read.connection.uri"
                                    + " spark.mongodb.read.database spark.mongodb.read.collection"
                                    // our own
                                    + " count length seed tau washout labels noise rows images"
                                    + " imagewidth imageheight pathpattern")
                            .split(" "));

    private HarmlessOptions() {}

    static boolean contains(String option) {
        return NAMES.contains(option.toLowerCase(Locale.ROOT));
    }
}
