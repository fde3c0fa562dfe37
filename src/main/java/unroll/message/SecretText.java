package unroll.message;

import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts secrets from text: user information in URLs (before the @), parameters of URLs that are not
 * known to be harmless, and assignments to names of secrets.
 */
final class SecretText {
    private static final String HIDDEN = Secrets.HIDDEN;

    /** A URL with an authority; it ends at a space or quote. */
    private static final Pattern URL =
            Pattern.compile("([A-Za-z][A-Za-z0-9+.-]{0,40})://([^\\s\"'<>`]+)");

    /** Oracle's URLs without an authority: jdbc:oracle:thin:scott/tiger@host. */
    private static final Pattern ORACLE =
            Pattern.compile("(jdbc:oracle:[a-z0-9]{1,10}:)([^\\s'<>`]+)", Pattern.CASE_INSENSITIVE);

    /** Other JDBC URLs without an authority, whose parameters are cut too. */
    private static final Pattern JDBC =
            Pattern.compile("(jdbc:[A-Za-z0-9:.+-]{1,60})([;?(][^\\s\"'<>`]*)");

    private static final Pattern PARAMETER =
            Pattern.compile("([?&;(#])([A-Za-z_][A-Za-z0-9_.$-]*)=([^&;)#\\s]*)");

    /** A nameless parameter of a web URL, which may be a key. */
    private static final Pattern NAMELESS = Pattern.compile("([?&])([^=&\\s]+)(?=&|$)");

    private static final Pattern PORT_OR_HOST = Pattern.compile("[^:]*(:\\d*)?");

    /** Schemes in which the part before the @ is a container rather than a user. */
    private static final Set<String> CONTAINERS = Set.of("abfs", "abfss", "wasb", "wasbs");

    private static final Set<String> HARMLESS =
            Set.of(
                    ("ssl sslmode usessl requiressl verifyservercertificate encrypt tls"
                                    + " trustservercertificate hostnameincertificate databasename"
                                    + " database db schema currentschema searchpath catalog warehouse"
                                    + " role servername portnumber host port instancename servertimezone"
                                    + " timezone characterencoding useunicode applicationname"
                                    + " connecttimeout sockettimeout logintimeout querytimeout"
                                    + " defaultrowfetchsize fetchsize zerodatetimebehavior"
                                    + " rewritebatchedstatements allowpublickeyretrieval"
                                    + " usecursorfetch authsource replicaset retrywrites"
                                    + " readpreference w transportmode httppath versionid recursive"
                                    + " mode access_mode charset dialect")
                            .split(" "));

    private static final String NAME =
            "(?:password|passwd|passphrase|\\bpass|pwd|\\bpw|secret|token(?!s|iz|is)|credentials?"
                    + "|api[._-]?key|access[._-]?key(?:id)?|private[._-]?key|account[._-]?key"
                    + "|secret[._-]?key|encryption[._-]?key|\\bsig|signature|\\bsas|\\bpem"
                    + "|auth[._-]?pass|authorization)";

    private static final Pattern ASSIGNMENT =
            Pattern.compile(
                    "("
                            + NAME
                            + "[A-Za-z0-9_.-]{0,40}[\"']?\\s{0,3}=\\s{0,3})"
                            + "(\"[^\"]*\"|'[^']*'|(?:[^\\s&;,)\"':]|:(?!\\s))+)",
                    Pattern.CASE_INSENSITIVE);

    private static final Pattern QUOTED_FIELD =
            Pattern.compile(
                    "([\"'][A-Za-z0-9_.-]{0,40}"
                            + NAME
                            + "[A-Za-z0-9_.-]{0,40}[\"']\\s{0,3}:\\s{0,3})(\"[^\"]*\"|'[^']*')",
                    Pattern.CASE_INSENSITIVE);

    private static final Pattern HEADER =
            Pattern.compile(
                    "(authorization[\"']?\\s{0,3}[:=]\\s{0,3}[\"']?(?:(?:basic|bearer)\\s+)?+)[^\\s\"',*]+"
                            + "|(bearer\\s+)[A-Za-z0-9+/=._~-]{16,}",
                    Pattern.CASE_INSENSITIVE);

    private static final Pattern PEM =
            Pattern.compile(
                    "-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----.*?(?:-----END [A-Z ]{0,30}-----|$)",
                    Pattern.DOTALL);

    private static final Pattern JSON_WEB_TOKEN =
            Pattern.compile("eyJ[A-Za-z0-9_-]{10,}\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]*");

    private SecretText() {}

    static String redact(String text) {
        var redacted = PEM.matcher(text).replaceAll(HIDDEN);
        redacted = JSON_WEB_TOKEN.matcher(redacted).replaceAll(HIDDEN);
        redacted = URL.matcher(redacted).replaceAll(url -> quote(url(url)));
        redacted =
                ORACLE.matcher(redacted)
                        .replaceAll(url -> quote(url.group(1) + oracle(url.group(2))));
        redacted =
                JDBC.matcher(redacted)
                        .replaceAll(url -> quote(url.group(1) + parameters(url.group(2))));
        redacted =
                HEADER.matcher(redacted)
                        .replaceAll(
                                header ->
                                        quote(
                                                (header.group(1) == null
                                                                ? header.group(2)
                                                                : header.group(1))
                                                        + HIDDEN));
        redacted = ASSIGNMENT.matcher(redacted).replaceAll("$1" + HIDDEN);
        return QUOTED_FIELD.matcher(redacted).replaceAll("$1\"" + HIDDEN + "\"");
    }

    private static String quote(String replacement) {
        return Matcher.quoteReplacement(replacement);
    }

    private static String url(MatchResult match) {
        var scheme = match.group(1).toLowerCase(Locale.ROOT);
        var rest = withoutUser(scheme, match.group(2));
        rest = parameters(rest);
        if (scheme.startsWith("http")) {
            rest = NAMELESS.matcher(rest).replaceAll("$1" + HIDDEN);
        }
        return match.group(1) + "://" + rest;
    }

    /**
     * Removes the user information. A password may contain any character, including @ and slashes.
     */
    private static String withoutUser(String scheme, String rest) {
        int end = 0;
        while (end < rest.length() && "/?#;".indexOf(rest.charAt(end)) < 0) {
            end++;
        }
        var authority = rest.substring(0, end);
        int at = authority.lastIndexOf('@');
        boolean named = at >= 0 ? authority.lastIndexOf(':', at) >= 0 : !isHost(authority);
        if (named) {
            at = rest.lastIndexOf('@');
        } else if (CONTAINERS.contains(scheme)) {
            return rest;
        }
        return at < 0 ? rest : HIDDEN + rest.substring(at);
    }

    private static boolean isHost(String authority) {
        return PORT_OR_HOST.matcher(authority).matches()
                || authority.startsWith("[") // IPv6
                || authority.contains(","); // several hosts
    }

    private static String oracle(String rest) {
        int at = rest.lastIndexOf('@');
        return at <= 0 ? rest : HIDDEN + rest.substring(at);
    }

    private static String parameters(String rest) {
        return PARAMETER
                .matcher(rest)
                .replaceAll(
                        parameter -> {
                            var name = parameter.group(2).toLowerCase(Locale.ROOT);
                            return quote(
                                    parameter.group(1)
                                            + parameter.group(2)
                                            + "="
                                            + (HARMLESS.contains(name)
                                                    ? parameter.group(3)
                                                    : HIDDEN));
                        });
    }
}
