package org.kalepool.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hibernate.SessionFactory;
import org.hibernate.stat.Statistics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.kalepool.db.Db;
import org.kalepool.testing.PostgresResource;
import org.kalepool.testing.StageFixture.Planter;
import org.kalepool.testing.StagesFixture;
import org.kalepool.testing.StagesProfile;

/** Lists of thousands of rows come in pages, by as many statements as those of a few. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(StagesProfile.class)
class ManyRowsTest extends StagesFixture {
  private static final int MANY = 3_000;

  /** A day of blocks, and what stands beside it. */
  private static final int MOST_ROWS = 310;

  private static final int MOST_CHARACTERS = 250_000;
  private static final Pattern OLDER = Pattern.compile("<a href=\"([^\"]+)\">Older</a>");
  private static final Pattern FARMER = Pattern.compile("/operator/farmers/([0-9a-f-]{36})\"");

  @Inject Db db;
  @Inject Clock clock;
  @Inject SessionFactory sessions;

  private OperatorBrowsing olga;
  private Planter farmer;
  private ManyRows rows;

  @BeforeEach
  void aFarmer() {
    olga = OperatorBrowsing.operator();
    farmer = fixture.active(50, 1, "100", "10");
    fixture.move(farmer, "ACTIVE", "SUSPENDED");
    rows = new ManyRows(db, clock, farmer.pooler());
    rows.deeds(farmer.id(), 1_000, 3);
    rows.blocks(1_000, 3);
    rows.farmers(3);
  }

  @AfterEach
  void clear() {
    sessions.getStatistics().setStatisticsEnabled(false);
    rows.clear();
  }

  /** How many statements each page takes. */
  private Map<String, Long> statements(List<String> pages) {
    Map<String, Long> counts = new LinkedHashMap<>();
    Statistics statistics = sessions.getStatistics();
    statistics.setStatisticsEnabled(true);
    for (String path : pages) {
      // what is made once and kept is none of its own
      olga.page(path);
      statistics.clear();
      String html = olga.page(path);
      counts.put(path, statistics.getPrepareStatementCount());
      assertThat(html.split("<tr", -1)).as(path).hasSizeLessThan(MOST_ROWS);
      assertThat(html.length()).as(path).isLessThan(MOST_CHARACTERS);
    }
    return counts;
  }

  @Test
  void listsOfThousandsTakeAsManyStatementsAsListsOfAFew() {
    String one = "/operator/farmers/" + farmer.id();
    List<String> pages =
        List.of(
            "/",
            "/blocks",
            "/operator",
            "/operator/farmers",
            "/operator/farmers?state=DEPARTED",
            "/operator/farmers?q=00000",
            "/operator/audit",
            "/operator/charts",
            one);
    Map<String, Long> few = statements(pages);
    rows.clear();
    rows.farmers(MANY);
    rows.deeds(farmer.id(), 2_000, MANY);
    rows.blocks(2_000, MANY);
    rows.commands(MANY);
    Map<String, Long> many = statements(pages);
    // a day of harvests has one page more than a few of them, which takes two statements
    few.merge(one, 2L, Long::sum);
    // and a day of blocks as well
    few.merge("/operator/charts", 1L, Long::sum);
    many.forEach(
        (path, count) ->
            assertThat(count).as(path).isPositive().isLessThanOrEqualTo(few.get(path)));
  }

  @Test
  void everyFarmerIsOnOnePageOfAll() {
    rows.clear();
    rows.farmers(MANY / 10);
    Set<String> seen = new HashSet<>();
    String path = "/operator/farmers?state=DEPARTED";
    int pages = 0;
    while (path != null) {
      String html = olga.page(path);
      Matcher farmers = FARMER.matcher(html);
      int before = seen.size();
      while (farmers.find()) {
        seen.add(farmers.group(1));
      }
      assertThat(seen.size()).as("new ones on " + path).isGreaterThan(before);
      Matcher older = OLDER.matcher(html);
      path = older.find() ? older.group(1).replace("&amp;", "&") : null;
      pages++;
    }
    assertThat(seen).hasSize(MANY / 10);
    assertThat(pages).isGreaterThan(2);
  }
}
