package org.kalepool.testing;

import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.kalepool.block.Blocks;
import org.kalepool.books.Books;
import org.kalepool.farmer.Farmers;
import org.kalepool.pooler.Poolers;
import org.kalepool.stellar.Chain;
import org.kalepool.stellar.Signer;
import org.kalepool.stellar.Transactions;
import org.kalepool.wallet.Wallets;

/**
 * Fills the place of every facade that neither the product nor a test implements, so that a module
 * can be tested in the container before its neighbours exist. They know nothing: lists are empty,
 * and what has no empty answer throws.
 */
@Dependent
final class StandIns {
  @Produces
  @DefaultBean
  @Singleton
  Chain chain() {
    return knowingNothing(Chain.class);
  }

  @Produces
  @DefaultBean
  @Singleton
  Transactions transactions() {
    return knowingNothing(Transactions.class);
  }

  @Produces
  @DefaultBean
  @Singleton
  Signer signer() {
    return knowingNothing(Signer.class);
  }

  @Produces
  @DefaultBean
  @Singleton
  Wallets wallets() {
    return knowingNothing(Wallets.class);
  }

  @Produces
  @DefaultBean
  @Singleton
  Farmers farmers() {
    return knowingNothing(Farmers.class);
  }

  @Produces
  @DefaultBean
  @Singleton
  Poolers poolers() {
    return knowingNothing(Poolers.class);
  }

  @Produces
  @DefaultBean
  @Singleton
  Books books() {
    return knowingNothing(Books.class);
  }

  @Produces
  @DefaultBean
  @Singleton
  Blocks blocks() {
    return knowingNothing(Blocks.class);
  }

  private static <T> T knowingNothing(Class<T> facade) {
    return facade.cast(
        Proxy.newProxyInstance(
            facade.getClassLoader(),
            new Class<?>[] {facade},
            (self, method, arguments) -> {
              Class<?> answer = method.getReturnType();
              if (answer == Optional.class) {
                return Optional.empty();
              }
              if (answer == OptionalLong.class) {
                return OptionalLong.empty();
              }
              if (answer == List.class) {
                return List.of();
              }
              if (answer == Map.class) {
                return Map.of();
              }
              if (answer == boolean.class) {
                return false;
              }
              throw new IllegalStateException("nobody implements " + method);
            }));
  }
}
