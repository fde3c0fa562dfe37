package unroll.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://bob:hunter2@db.example.org:5432/reviews",
                "jdbc:postgresql://bob:hun@ter2@db.example.org/reviews?ssl=true",
                "jdbc:postgresql://bob:a/hunter2@db.example.org/reviews",
                "jdbc:postgresql://db.example.org/reviews?user=bob&password=hunter2",
                "jdbc:mysql://db.example.org/reviews?ssl=true&trustStorePassword=hunter2",
                "jdbc:mysql://address=(host=h)(user=bob)(password=hunter2)/db",
                "jdbc:oracle:thin:scott/hunter2@//db.example.org:1521/sales",
                "jdbc:oracle:thin:scott/hunter2@db.example.org:1521:sid",
                "jdbc:oracle:oci:scott/\"hun@hunter2\"@sales",
                "jdbc:sqlserver://db;databaseName=r;user=sa;password=hunter2;encrypt=true",
                "jdbc:sqlserver://db:1433;user=sa;password=p@hunter2",
                "jdbc:db2:sales:user=bob;password=hunter2;",
                "jdbc:snowflake://x.snowflakecomputing.com/?private_key_pwd=hunter2&db=r",
                "jdbc:redshift:iam://c:5439/db?AccessKeyID=AKIA&SecretAccessKey=hunter2",
                "jdbc:databricks://h:443;transportMode=http;UID=token;PWD=hunter2",
                "jdbc:teradata://h/DATABASE=x,USER=u,PASSWORD=hunter2",
                "mongodb://bob:hunter2@h1:27017,h2:27017/reviews?authSource=admin",
                "mongodb+srv://bob:hunter2@cluster.example.org/reviews",
                "redis://:hunter2@cache:6379/0",
                "amqp://bob:hunter2@queue/vhost",
                "https://bob:hunter2@example.org/reviews.csv",
                "https://hunter2@example.org/reviews.csv",
                "https://example.org/reviews.csv?hunter2",
                "https://example.org/reviews.csv?x=hunter2&y=1",
                "https://a.blob.core.windows.net/c/f?sv=2020&sr=b&sig=hunter2",
                "https://b.s3.amazonaws.com/k?X-Amz-Credential=x&X-Amz-Signature=hunter2",
                "https://example.org/#access_token=hunter2",
                "wasbs://c@a.blob.core.windows.net/f?sig=hunter2",
                "s3a://AKIAEXAMPLE:hunter2@bucket/reviews",
                "s3n://AKIAEXAMPLE:hun/hunter2@bucket/reviews",
                "ftp://bob:hunter2@files.example.org/a b.csv",
                "sftp://bob:hunter2@files.example.org",
                "DefaultEndpointsProtocol=https;AccountName=a;AccountKey=hunter2==;EndpointSuffix=x",
                "Endpoint=sb://n.servicebus.windows.net/;SharedAccessKeyName=k;SharedAccessKey=hunter2",
                "org.apache.kafka.PlainLoginModule required username=\"u\" password=\"hunter2\";",
                "Authorization: Bearer hunter2",
                "authorization=Basic hunter2",
                "failed with Bearer hunter2hunter2hunter2",
                "{\"user\": \"bob\", \"api_key\": \"hunter2\"}",
                "fs.s3a.secret.key=hunter2",
                "passphrase = hunter2",
                "-----BEGIN RSA PRIVATE KEY-----\nhunter2\n-----END RSA PRIVATE KEY-----",
                "eyJhbGciOiJIUzI1NiJ9.hunter2.hunter2",
            })
    void secretsAreCutFromText(String text) {
        for (var message : List.of(text, "cannot read " + text + ": no route", '"' + text + '"')) {
            assertFalse(Secrets.redact(message).contains("hunter2"), Secrets.redact(message));
            assertTrue(Secrets.isRedacted(Secrets.redact(message)));
            assertEquals(Secrets.redact(message), Secrets.redact(Secrets.redact(message)));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hdfs://namenode:8020/reviews/2026/*.json",
                "hdfs://namenode:8020/reviews/a@b.json",
                "s3a://bucket/date=2026-01-01/part-?.json",
                "s3a://bucket/user@example.org/a.csv",
                "abfss://container@account.dfs.core.windows.net/reviews",
                "jdbc:postgresql://db.example.org:5432/reviews?sslmode=require",
                "jdbc:sqlserver://db:1433;databaseName=reviews;encrypt=true",
                "jdbc:oracle:thin:@//db.example.org:1521/sales",
                "jdbc:sqlite:reviews.db",
                "jdbc:postgresql://[2001:db8::1]:5432/reviews",
                "mongodb://h1:27017,h2:27017/reviews",
                "https://example.org/reviews.csv",
                "runs/password-reviews",
                "a.yaml:3: training.batchTokens=5: expected an integer >= 1, got nothing",
                "tokenizerVersion = 3, a token, the secret of password: none",
                "label = 'bad' and stars < 3",
            })
    void whatIsHarmlessStays(String text) {
        assertEquals(text, Secrets.redact(text));
    }

    @Test
    void theHostAndTheDatabaseStay() {
        assertEquals(
                "jdbc:postgresql://***@db.example.org:5432/reviews?ssl=true&user=***",
                Secrets.redact(
                        "jdbc:postgresql://bob:x@db.example.org:5432/reviews?ssl=true&user=bob"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "password",
                "PassWord",
                "apiKey",
                "authorization",
                "passphrase",
                "pem",
                "pw",
                "fs.azure.account.key",
                "es.net.http.auth.pass",
                "user.pass",
                "sas",
                "sfPassword",
                "sessionInitStatement",
                "user",
                "kafka.sasl.jaas.config",
                "anything.new"
            })
    void anOptionThatIsNotKnownIsHidden(String name) {
        assertEquals("***", Secrets.option(name, "hunter2"));
    }

    @Test
    void aConfigurationKeepsWhatIsHarmless() {
        var options = new LinkedHashMap<String, Object>();
        options.put("Header", "true");
        options.put("sep", ";");
        options.put("dbtable", "reviews");
        options.put("url", "jdbc:postgresql://bob:hunter2@h/db");
        options.put("apiKey", "hunter2");
        var tree =
                Map.<String, Object>of(
                        "data",
                        Map.of(
                                "train",
                                Map.of("path", List.of("s3a://K:hunter2@b/x"), "options", options),
                                "shards",
                                8L));
        var hidden = new LinkedHashMap<>(options);
        hidden.put("url", "jdbc:postgresql://***@h/db");
        hidden.put("apiKey", "***");
        assertEquals(
                Map.of(
                        "data",
                        Map.of(
                                "train",
                                Map.of("path", List.of("s3a://***@b/x"), "options", hidden),
                                "shards",
                                8L)),
                Secrets.redact(tree));
    }

    @Test
    void theColonAfterASecretStays() {
        assertEquals(
                "--set data.train.password=***: unknown key",
                Secrets.redact("--set data.train.password=hunter2: unknown key"));
        assertEquals("password=*** x", Secrets.redact("password=hun:ter2 x"));
    }

    @Test
    void longTextTakesNoTime() {
        for (var text : List.of("a", "password", "http://", "?a=", "jdbc:", "\"token")) {
            Secrets.redact(text.repeat(200_000 / text.length()));
        }
    }
}
