package org.kalepool.books;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The tables {@code account_balances} and {@code earned_by_terms}: what triggers keep of the
 * journal and of the harvests. Nothing else writes them.
 */
@Singleton
class AccountRepository
    implements PanacheRepositoryBase<AccountBalanceEntity, AccountBalanceEntity.Key> {
  /** Read by Hibernate. */
  @RegisterForReflection
  record Balance(String account, BigDecimal balance) {}

  /** Balances of these accounts in stroops; accounts without entries are absent. */
  Map<String, Long> balances(Collection<String> accounts) {
    Map<String, Long> balances = new HashMap<>();
    getEntityManager()
        .createQuery(
            "select account, balance from AccountBalanceEntity where account in :accounts",
            Balance.class)
        .setParameter("accounts", accounts)
        .getResultList()
        .forEach(row -> balances.put(row.account(), row.balance().longValueExact()));
    return balances;
  }

  /** What is between a farmer and each pooler that it was with, the first of them first. */
  List<Books.Part> parts(UUID farmer) {
    return getEntityManager()
        .createNamedQuery("EarnedByTerms.parts", Books.Part.class)
        .setParameter("farmer", farmer)
        .getResultList();
  }

  Optional<Statement> statement(UUID farmer) {
    return Optional.ofNullable(
            getEntityManager()
                .createNamedQuery("AccountBalance.statement", Statement.class)
                .setParameter("farmer", farmer)
                .getSingleResultOrNull())
        .map(statement -> statement.with(stated(List.of(farmer)).getOrDefault(farmer, List.of())));
  }

  /** In the order of registration. */
  List<Statement> statements() {
    List<Statement> all =
        getEntityManager()
            .createNamedQuery("AccountBalance.statements", Statement.class)
            .getResultList();
    Map<UUID, List<Statement.Part>> parts =
        all.isEmpty() ? Map.of() : stated(all.stream().map(Statement::farmerId).toList());
    return all.stream()
        .map(each -> each.with(parts.getOrDefault(each.farmerId(), List.of())))
        .toList();
  }

  /** A pooler's part of a farmer's statement. */
  @RegisterForReflection
  record StatedPart(
      UUID farmer,
      UUID pooler,
      long staked,
      long forfeited,
      long earned,
      long poolerShare,
      long compensation,
      long owed) {
    private Statement.Part part() {
      return new Statement.Part(pooler, staked, forfeited, earned, poolerShare, compensation, owed);
    }
  }

  private Map<UUID, List<Statement.Part>> stated(List<UUID> farmers) {
    return getEntityManager()
        .createNamedQuery("AccountBalance.parts", StatedPart.class)
        .setParameter("farmers", farmers)
        .getResultList()
        .stream()
        .collect(
            Collectors.groupingBy(
                StatedPart::farmer, Collectors.mapping(StatedPart::part, Collectors.toList())));
  }
}
