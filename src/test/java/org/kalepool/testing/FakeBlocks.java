package org.kalepool.testing;

import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kalepool.block.Blocks;

/** A block monitor that has seen what a test says. */
@Alternative
@Singleton
public final class FakeBlocks implements Blocks {
  private volatile @Nullable Current current;

  public void now(Current seen) {
    current = seen;
  }

  public void clear() {
    current = null;
  }

  @Override
  public Optional<Current> current() {
    return Optional.ofNullable(current);
  }
}
