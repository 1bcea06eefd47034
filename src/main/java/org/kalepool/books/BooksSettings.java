package org.kalepool.books;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.kalepool.kale.Xlm;
import org.kalepool.settings.NotNegative;
import org.kalepool.settings.PositiveTime;

/** How books and chain are compared. */
@ConfigMapping(prefix = "kale.books")
public interface BooksSettings {
  /** What a transaction whose end nobody saw can have cost at most. */
  @WithDefault("1")
  @NotNegative
  Xlm dearestUnseenFee();

  /** The slowest comparison; normally it follows each ledger. */
  @WithDefault("1m")
  @PositiveTime
  Duration reconcileInterval();
}
