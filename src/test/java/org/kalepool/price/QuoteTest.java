package org.kalepool.price;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.kalepool.kale.Price;

/** What is made of samples. */
final class QuoteTest {
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
  private static final Duration WINDOW = Duration.ofMinutes(30);
  private static final Duration AGE = Duration.ofHours(2);

  private static Sample sample(int minutesAgo, long units) {
    return new Sample(NOW.minusSeconds(60L * minutesAgo), units, "test");
  }

  @Test
  void aTradeOfAMomentMovesNothing() {
    List<Sample> samples = new ArrayList<>();
    for (int minute = 0; minute < 30; minute++) {
      samples.add(sample(minute, minute < 14 ? 1_000_000 : 500));
    }
    Quote quote = Quote.of(samples, NOW, WINDOW, AGE).orElseThrow();
    assertThat(quote.price()).isEqualTo(Price.ofUnits(500));
    assertThat(quote.samples()).isEqualTo(30);
    assertThat(quote.at()).isEqualTo(NOW);
  }

  @Test
  void aPriceThatHoldsForMoreThanHalfOfTheWindowIsThePrice() {
    List<Sample> samples = new ArrayList<>();
    for (int minute = 0; minute < 30; minute++) {
      samples.add(sample(minute, minute < 16 ? 700 : 500));
    }
    assertThat(Quote.of(samples, NOW, WINDOW, AGE).orElseThrow().price())
        .isEqualTo(Price.ofUnits(700));
  }

  @Test
  void onesDecisionNotToFarmGoesByARiseAsSoonAsItWasSeenTwiceAndByAFallWhenItHasLasted() {
    List<Sample> samples = new ArrayList<>();
    for (int minute = 1; minute < 30; minute++) {
      samples.add(sample(minute, 500));
    }
    samples.addFirst(sample(0, 9_000));
    assertThat(Quote.of(samples, NOW, WINDOW, AGE).orElseThrow().dearer())
        .as("a trade of a moment")
        .isEqualTo(Price.ofUnits(500));
    samples.set(1, sample(1, 8_000));
    Quote risen = Quote.of(samples, NOW, WINDOW, AGE).orElseThrow();
    assertThat(risen.dearer()).isEqualTo(Price.ofUnits(8_000));
    assertThat(risen.price()).as("all else is reckoned by").isEqualTo(Price.ofUnits(500));
    for (int minute = 0; minute < 14; minute++) {
      samples.set(minute, sample(minute, 7));
    }
    assertThat(Quote.of(samples, NOW, WINDOW, AGE).orElseThrow().dearer())
        .isEqualTo(Price.ofUnits(500));
    assertThat(Quote.of(List.of(sample(0, 7)), NOW, WINDOW, AGE).orElseThrow().dearer())
        .isEqualTo(Price.ofUnits(7));
  }

  @Test
  void whatIsBeforeTheWindowDoesNotCount() {
    Quote quote =
        Quote.of(
                List.of(sample(1, 700), sample(90, 500), sample(91, 500), sample(92, 500)),
                NOW,
                WINDOW,
                AGE)
            .orElseThrow();
    assertThat(quote.price()).isEqualTo(Price.ofUnits(700));
  }

  @Test
  void theLastOneHoldsForAWhileAndThenThereIsNone() {
    assertThat(Quote.of(List.of(sample(119, 700)), NOW, WINDOW, AGE)).isPresent();
    assertThat(Quote.of(List.of(sample(121, 700)), NOW, WINDOW, AGE)).isEmpty();
    assertThat(Quote.of(List.of(), NOW, WINDOW, AGE)).isEmpty();
  }
}
