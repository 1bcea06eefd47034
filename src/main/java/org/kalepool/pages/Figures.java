package org.kalepool.pages;

import io.quarkus.qute.TemplateExtension;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How figures are written on pages. Amounts come as stroops. */
@TemplateExtension
public final class Figures {
  /** Groups of three digits are parted by a narrow space that does not break. */
  private static final char GROUP = '\u202f';

  private static final String MINUS = "\u2212";
  private static final int DECIMALS = 7;
  private static final int ENDS = 5;
  private static final int BEGINNING = 8;
  private static final long WHOLE = 10_000_000;
  private static final DateTimeFormatter EXACT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private Figures() {}

  /** As many decimals as matter: three from one unit on, below that all there are. */
  static String amount(Long stroops) {
    return amount(BigInteger.valueOf(stroops));
  }

  static String amount(BigInteger stroops) {
    BigDecimal units = new BigDecimal(stroops, DECIMALS);
    boolean small = stroops.abs().compareTo(BigInteger.valueOf(WHOLE)) < 0;
    BigDecimal shown = small ? units.stripTrailingZeros() : units.setScale(3, RoundingMode.DOWN);
    return grouped(shown.signum() == 0 ? BigDecimal.ZERO : shown);
  }

  /** All that matters of it, and no more: what has to be sent or adds up. */
  static String exact(Long stroops) {
    BigDecimal units = BigDecimal.valueOf(stroops, DECIMALS).stripTrailingZeros();
    return grouped(units.scale() < 0 ? units.setScale(0) : units);
  }

  /** Three decimals from one unit on, below that three digits: what is small stays seen. */
  static String brief(Long stroops) {
    if (Math.abs(stroops) >= WHOLE) {
      return amount(stroops);
    }
    BigDecimal units =
        BigDecimal.valueOf(stroops, DECIMALS)
            .round(new MathContext(3, RoundingMode.HALF_EVEN))
            .stripTrailingZeros();
    return grouped(units.signum() == 0 ? BigDecimal.ZERO : units);
  }

  /** A price as exact as anybody can use it: four digits of it. */
  static String significant(String price) {
    return new BigDecimal(price)
        .round(new MathContext(4, RoundingMode.HALF_EVEN))
        .stripTrailingZeros()
        .toPlainString();
  }

  /** Three decimals at most, for figures to be compared and not to be sent. */
  static String rounded(BigInteger stroops) {
    BigDecimal units = new BigDecimal(stroops, DECIMALS).setScale(3, RoundingMode.HALF_EVEN);
    return grouped(units.signum() == 0 ? BigDecimal.ZERO : units);
  }

  static String rounded(Long stroops) {
    return rounded(BigInteger.valueOf(stroops));
  }

  /** The same with its sign. */
  static String gain(BigInteger stroops) {
    String text = rounded(stroops);
    return stroops.signum() > 0 && !text.equals("0") ? "+" + text : text;
  }

  /** A part of one in percent, with one decimal and the sign of what is less. */
  static String off(Double part) {
    String text = String.format(Locale.ROOT, "%.1f", 100 * Math.abs(part));
    return part < 0 && !text.equals("0.0") ? MINUS + text : text;
  }

  static Long negated(Long number) {
    return -number;
  }

  static Long times(Long number, Integer factor) {
    return Math.multiplyExact(number, factor.longValue());
  }

  /** As a wallet or a spreadsheet reads it. */
  static String plain(Long stroops) {
    BigDecimal units = BigDecimal.valueOf(stroops, DECIMALS).stripTrailingZeros();
    return units.toPlainString();
  }

  /** All seven decimals, for columns that are added up. */
  static String ledger(Long stroops) {
    return grouped(BigDecimal.valueOf(stroops, DECIMALS));
  }

  /** With its sign, all seven decimals; nothing for nothing. */
  static String change(Long stroops) {
    return stroops == 0 ? "" : (stroops > 0 ? "+" : "") + ledger(stroops);
  }

  /** Whole units, for charts. */
  static String units(BigInteger stroops) {
    return new BigDecimal(stroops, DECIMALS).toPlainString();
  }

  static String units(Long stroops) {
    return units(BigInteger.valueOf(stroops));
  }

  /** A count, or a block's number. */
  static String count(Long number) {
    return grouped(BigDecimal.valueOf(number));
  }

  static String count(Integer number) {
    return count(number.longValue());
  }

  private static String grouped(BigDecimal number) {
    String text = number.abs().toPlainString();
    int point = text.indexOf('.');
    StringBuilder whole = new StringBuilder(point < 0 ? text : text.substring(0, point));
    for (int i = whole.length() - 3; i > 0; i -= 3) {
      whole.insert(i, GROUP);
    }
    return (number.signum() < 0 ? MINUS : "") + whole + (point < 0 ? "" : text.substring(point));
  }

  /** A share of 1/10 000 as a percentage. */
  static String share(Integer basisPoints) {
    return BigDecimal.valueOf(basisPoints, 2).stripTrailingZeros().toPlainString() + "\u00a0%";
  }

  /** A share of 1 as a percentage, rounded down so that what failed never shows as 100 %. */
  static String percent(Double share) {
    return BigDecimal.valueOf(share * 100).setScale(1, RoundingMode.DOWN) + "\u00a0%";
  }

  /** An account by its ends. */
  static String shortened(String text) {
    return text.length() <= 2 * ENDS + 1
        ? text
        : text.substring(0, ENDS) + "\u2026" + text.substring(text.length() - ENDS);
  }

  /** An id by its beginning. */
  static String begin(String id) {
    return id.length() > BEGINNING ? id.substring(0, BEGINNING) : id;
  }

  /** Milliseconds; none takes less than a tenth. */
  static String millis(Double millis) {
    return millis >= 1000
        ? String.format(Locale.ROOT, "%.1f\u00a0s", millis / 1000)
        : millis >= 10
            ? Math.round(millis) + "\u00a0ms"
            : String.format(Locale.ROOT, "%.1f\u00a0ms", Math.max(millis, 0.1));
  }

  /** For how many seconds something lasts. */
  static String lasting(Long seconds) {
    return span(Duration.ofSeconds(seconds));
  }

  /** Hashes a second. */
  static String hashRate(Double rate) {
    String[] units = {"H/s", "kH/s", "MH/s", "GH/s", "TH/s"};
    double value = rate;
    int unit = 0;
    while (value >= 1000 && unit < units.length - 1) {
      value /= 1000;
      unit++;
    }
    return String.format(
        Locale.ROOT, value < 10 && unit > 0 ? "%.1f\u00a0%s" : "%.0f\u00a0%s", value, units[unit]);
  }

  /** Seconds as minutes and seconds. */
  static String clock(Long seconds) {
    return String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60);
  }

  /** To the second. */
  static String exactly(Instant at) {
    return EXACT.format(at);
  }

  /** The same where the column's heading says UTC. */
  static String stamp(Instant at) {
    return STAMP.format(at);
  }

  /** How long ago, or in how long. */
  static String ago(Instant at, Instant now) {
    Duration passed = Duration.between(at, now);
    return passed.isNegative()
        ? "in " + span(passed.abs())
        : passed.getSeconds() < 10 ? "just now" : span(passed) + " ago";
  }

  /** A time in the largest unit of which there are two, or nearly. */
  static String span(Duration time) {
    long seconds = time.getSeconds();
    if (seconds < 100) {
      return seconds + "\u00a0s";
    }
    if (seconds < 100 * 60) {
      return seconds / 60 + "\u00a0min";
    }
    return seconds < 48 * 3600 ? seconds / 3600 + "\u00a0h" : seconds / 86_400 + "\u00a0days";
  }

  /** With a capital. */
  static String sentence(String text) {
    return text.isEmpty()
        ? text
        : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }

  /** A name in capitals as words. */
  static String words(@Nullable String name) {
    return name == null ? "" : name.toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
