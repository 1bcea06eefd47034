package org.kalepool.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;
import org.kalepool.testing.PostgresResource;
import org.kalepool.testing.StagesProfile;

/** What of transactions and their envelopes outlives the archive. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(StagesProfile.class)
class ArchivedTransactionsTest extends ArchiveFixture {
  @Test
  void theLanesLastSequenceNumberIsNotForgotten() {
    farm(0, 3, ada);
    long last = fixture.number("select max(sequence) from transactions");
    farm(4, 4);
    farm.reconciled(ada, 4, 0);
    archiveAll(4, 4);
    assertThat(fixture.rows("select id from transactions")).isEmpty();
    assertThat(
            fixture.number(
                "select sequence from used_sequences where lane = ?", ada.custodial().text()))
        .isEqualTo(last);
  }

  @Test
  void anEnvelopeGoesWhenItCannotMatterAnyMore() {
    long settled = farm.transaction(ada, 1, "PLANT", "LANDED");
    long open = farm.transaction(bob, 1, "PLANT", "BUILT");
    db.update(
        "insert into transaction_envelopes (transaction_id, hash, sequence, envelope, max_time, at)"
            + " values (?, 'replaced', 1, 'AAAA', 1, now())",
        settled);
    QuarkusTransaction.requiringNew()
        .run(
            () ->
                assertThat(fixture.number("select drop_envelopes(now() - interval '1 hour', 10)"))
                    .isEqualTo(2));
    assertThat(
            fixture.rows(
                "select transaction_id, hash, left(envelope, 4) from"
                    + " transaction_envelopes where transaction_id <> ? order by id",
                open))
        .containsExactly(settled + " replaced null");
    assertThat(
            fixture.number(
                "select length(envelope) from transaction_envelopes" + " where transaction_id = ?",
                open))
        .isPositive();
    assertThatThrownBy(() -> db.update("delete from transaction_envelopes"))
        .hasMessageContaining("transaction_envelopes is append-only");
    assertThatThrownBy(() -> db.update("update transaction_envelopes set envelope = null"))
        .hasMessageContaining("transaction_envelopes is append-only");
  }

  @Test
  void aRefusedTransactionKeepsItsEnvelopesUntilItsBlockIsArchived() {
    farm(0, 4, ada);
    long refused = farm.transaction(ada, 1, "WORK", "REFUSED");
    long requeued = farm.transaction(ada, 2, "WORK", "BUILT");
    db.update("update transactions set state = 'QUEUED', hash = null where id = ?", requeued);
    db.update(
        "update transactions set state = 'REFUSED', settled_at = now() where id = ?", requeued);
    QuarkusTransaction.requiringNew()
        .run(() -> fixture.number("select drop_envelopes(now() + interval '1 day', 1000)"));
    String kept = "select transaction_id, left(envelope, 4) from transaction_envelopes order by id";
    assertThat(fixture.rows(kept)).containsExactly(refused + " AAAA", requeued + " AAAA");
    assertThatThrownBy(() -> db.update("delete from transaction_envelopes"))
        .hasMessageContaining("transaction_envelopes is append-only");
    assertThat(archiveAll(4, 4)).isEqualTo(1);
    assertThat(fixture.rows(kept)).isEmpty();
    assertThat(
            fixture.rows(
                "select transaction_id, length(hash) from history_transaction_envelopes()"))
        .containsExactly(requeued + " 64");
  }
}
