package dev.tandem.backup.internal.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoTimeTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @ParameterizedTest
    @CsvSource({
        "2026-11-22T22:43:46.652406210Z, Europe/Berlin, 2026-11-22T23:43:46.65240621+01:00",
        "2026-07-01T00:00:00Z, Europe/Berlin, 2026-07-01T02:00:00+02:00",
        "2026-07-01T00:00:00Z, UTC, 2026-07-01T00:00:00Z",
        "2026-01-01T00:00:00Z, Europe/London, 2026-01-01T00:00:00Z",
        "2024-02-29T23:59:59.000000001Z, UTC, 2024-02-29T23:59:59.000000001Z",
        "1970-01-01T00:00:00.1Z, America/St_Johns, 1969-12-31T20:30:00.1-03:30",
        "2000-03-01T00:00:00Z, +05:45, 2000-03-01T05:45:00+05:45",
        "0001-01-01T00:00:00Z, UTC, 0001-01-01T00:00:00Z"})
    void timesAreThoseOfGo(String instant, String zone, String expected) {
        assertEquals(expected, GoTime.format(Instant.parse(instant), ZoneId.of(zone)));
    }

    @Test
    void secondsOfAnOffsetAreCutOff() {
        assertEquals("1880-01-01T00:53:28+00:53", GoTime.format(Instant.parse("1880-01-01T00:00:00Z"), BERLIN));
        assertEquals("1879-12-31T23:59:31-00:00",
                GoTime.format(Instant.parse("1880-01-01T00:00:00Z"), ZoneOffset.ofTotalSeconds(-29)));
    }

    @Test
    void yearsOutsideFourDigitsBecomeTheNearest() {
        assertEquals("0000-05-06T07:08:09Z", GoTime.format(Instant.parse("-0044-05-06T07:08:09Z"), ZoneOffset.UTC));
        assertEquals("9999-05-06T07:08:09.5Z",
                GoTime.format(Instant.parse("+12345-05-06T07:08:09.5Z"), ZoneOffset.UTC));
        assertEquals("9999-03-01T00:00:00Z", GoTime.format(Instant.parse("+10000-02-29T00:00:00Z"), ZoneOffset.UTC));
        assertEquals("9999-01-01T00:30:00+01:00", GoTime.format(Instant.parse("9999-12-31T23:30:00Z"), BERLIN));
        assertEquals("9999-12-31T22:30:00-01:00",
                GoTime.format(Instant.parse("9999-12-31T23:30:00Z"), ZoneOffset.ofHours(-1)));
        assertEquals("0000-12-31T23:00:00-01:00",
                GoTime.format(Instant.parse("0000-01-01T00:00:00Z"), ZoneOffset.ofHours(-1)));
    }

    @Test
    void everyTimeAgreesWithTheFormatterOfTheRunTimeAndIsReadBack() {
        DateTimeFormatter reference = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.nnnnnnnnnXXX", Locale.ROOT);
        Property.holds(3000, (random, size) -> {
            Instant instant = Instant.ofEpochSecond(random.nextLong(-62_167_000_000L, 253_402_000_000L),
                    size % 3 == 0 ? 0 : random.nextInt(1_000_000_000));
            ZoneId zone = ZoneOffset.ofTotalSeconds(size % 2 == 0 ? 60 * random.nextInt(-18 * 60, 18 * 60) : 0);
            String expected = reference.format(instant.atZone(zone)).replaceFirst("\\.?0*(Z|[+-]..:..)$", "$1");
            assertEquals(expected, GoTime.format(instant, zone));
            assertEquals(instant.atZone(zone).toOffsetDateTime(), GoTime.parse(expected));
        });
    }

    @Test
    void everyDayOfFourCenturiesIsRight() {
        LocalDateTime day = LocalDateTime.of(1899, 1, 1, 12, 0);
        for (int i = 0; i < 146_097; i++, day = day.plusDays(1)) {
            String expected = DateTimeFormatter.ISO_LOCAL_DATE.format(day) + "T12:00:00Z";
            assertEquals(expected, GoTime.format(day.toInstant(ZoneOffset.UTC), ZoneOffset.UTC));
            assertEquals(day.atOffset(ZoneOffset.UTC), GoTime.parse(expected));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "2022-01-01T00:00:00.070Z, 2022-01-01T00:00:00.07Z",
        "2022-01-01T00:00:00.123456789999999+02:00, 2022-01-01T00:00:00.123456789+02:00",
        "2022-01-01T00:00:00-00:00, 2022-01-01T00:00:00Z",
        "0000-02-29T00:00:00Z, 0000-02-29T00:00:00Z"})
    void anyNumberOfDigitsIsRead(String text, String expected) {
        assertEquals(OffsetDateTime.parse(expected), GoTime.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "2022", "2022-01-01", "2022-01-01T00:00:00", "2022-01-01 00:00:00Z", "2022-13-01T00:00:00Z",
        "2022-00-01T00:00:00Z", "2022-01-00T00:00:00Z", "2022-01-32T00:00:00Z", "2022-02-29T00:00:00Z",
        "1900-02-29T00:00:00Z", "2022-04-31T00:00:00Z", "2022-11-31T00:00:00Z", "2022-01-01T24:00:00Z",
        "2022-01-01T00:60:00Z", "2022-01-01T00:00:60Z", "2022-01-01T00:00:00.Z", "2022-01-01T00:00:00Zx",
        "2022-01-01T00:00:00+2:00", "2022-01-01T00:00:00+02:60", "2022-01-01T00:00:00+19:00", "-022-01-01T00:00:00Z",
        "2022-01-01T00:00:0\u0660Z"})
    void anythingElseIsRefused(String text) {
        assertThrows(DateTimeException.class, () -> GoTime.parse(text));
    }
}
