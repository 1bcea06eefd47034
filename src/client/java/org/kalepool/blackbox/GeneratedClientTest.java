package org.kalepool.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import kalepool.client.ApiClient;
import kalepool.client.ApiException;
import kalepool.client.api.FarmersApi;
import kalepool.client.api.OperatorsApi;
import kalepool.client.api.PoolApi;
import kalepool.client.api.PoolersApi;
import kalepool.client.model.FarmerState;
import kalepool.client.model.Planting;
import kalepool.client.model.Pooler;
import kalepool.client.model.Problem;
import kalepool.client.model.ProblemCode;
import kalepool.client.model.ReasonRequest;
import kalepool.client.model.RegisterRequest;
import kalepool.client.model.Registered;
import kalepool.client.model.SettingsRequest;
import kalepool.client.model.Work;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import org.kalepool.kale.Address;
import org.kalepool.testing.Management;
import org.kalepool.testing.PostgresResource;

/** Nothing but docs/openapi.yaml is needed to call the pool: the client here is made from it. */
@QuarkusTest
@WithTestResource(PostgresResource.class)
@WithTestResource(NetworkResource.class)
@TestProfile(DocumentedPool.class)
class GeneratedClientTest extends PoolVisitor {
  private static final byte PAYOUT = 77;

  @Override
  String poolUrl() {
    return RestAssured.baseURI + ":" + RestAssured.port;
  }

  @Override
  String managementUrl() {
    return Management.url();
  }

  @Override
  String friendbotUrl() {
    return ConfigProvider.getConfig().getValue(NetworkResource.FRIENDBOT, String.class);
  }

  private ApiClient client() {
    ApiClient client = new ApiClient();
    client.updateBaseUri(poolUrl());
    return client;
  }

  private ApiClient client(String token) {
    return client().setRequestInterceptor(r -> r.header("Authorization", "Bearer " + token));
  }

  @Test
  void aClientMadeFromTheDocumentRegistersReadsAndLeaves() throws ApiException {
    Registered registered = register();
    FarmersApi me = new FarmersApi(client(registered.getToken()));
    UUID id = registered.getFarmerId();
    assertThat(registered.getState()).isEqualTo(FarmerState.REGISTERED);
    assertThat(registered.getFunding().getMinimumXlm()).isPositive();
    give(poolerWallet(), 1);
    give(registered.getPayoutWallet(), 0);
    give(registered.getCustodialWallet(), 1000);
    await().atMost(PATIENCE).until(() -> me.confirmFunding(id).getState() == FarmerState.ACTIVE);
    assertThat(me.changeSettings(id, new SettingsRequest().stakePercentage(40)).getTerms())
        .satisfies(terms -> assertThat(terms.getShareBasisPoints()).isEqualTo(5000));

    readWhatWasFarmed(me, new PoolApi(client()), id);
    assertThat(me.leave(id).getState()).isEqualTo(FarmerState.LEAVING);
    await().atMost(PATIENCE).until(() -> me.getExit(id).getState() == FarmerState.DEPARTED);
    assertThat(me.getFarmer(id).getPayout().getToFarmer())
        .isEqualTo(me.getStatement(id).getPaidOut());
    assertThat(me.listJournal(id, null, 2).getNextCursor()).isNotNull();
    assertThat(me.listFarmerEvents(id, null, null).getItems().getFirst().getToState())
        .isEqualTo(FarmerState.DEPARTED);
  }

  private Registered register() throws ApiException {
    Pooler pooler = new PoolersApi(client()).listPoolers().getItems().getFirst();
    byte[] key = new byte[32];
    Arrays.fill(key, PAYOUT);
    return new FarmersApi(client())
        .registerFarmer(
            new RegisterRequest()
                .poolerId(pooler.getPoolerId())
                .payoutWallet(Address.account(key).text())
                .stakePercentage(50)
                .harvestInterval(1),
            UUID.randomUUID().toString());
  }

  private static void readWhatWasFarmed(FarmersApi me, PoolApi pool, UUID id) throws ApiException {
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                me.listWorks(id, null, null).getItems().stream()
                    .anyMatch(GeneratedClientTest::found));
    List<Planting> plantings = me.listPlantings(id, null, 200).getItems();
    assertThat(plantings).extracting(Planting::getStatus).contains(Planting.StatusEnum.PLANTED);

    assertThat(pool.getBlock(plantings.getLast().getBlockIndex()).getStakedAmount())
        .isNotNegative();
    assertThat(pool.listBlocks(null, 1).getItems()).hasSize(1);
    assertThat(pool.getStats().getAt()).isNotNull();
  }

  private static boolean found(Work work) {
    return work.getStatus() == Work.StatusEnum.WORKED && work.getNonce() != null;
  }

  @Test
  void aClientMadeFromTheDocumentReadsProblemsAndOperatesThePool()
      throws ApiException, IOException {
    FarmersApi nobody = new FarmersApi(client());
    ApiException refused =
        catchThrowableOfType(ApiException.class, () -> nobody.getFarmer(UUID.randomUUID()));
    assertThat(refused.getCode()).isEqualTo(401);
    Problem problem =
        client().getObjectMapper().readValue(refused.getResponseBody(), Problem.class);
    assertThat(problem.getCode()).isEqualTo(ProblemCode.UNAUTHORIZED);
    assertThat(problem.getStatus()).isEqualTo(401);
    OperatorsApi operator = new OperatorsApi(client(OPERATOR_KEY));
    assertThat(operator.getOperatorStatus().getHashing().getThreads()).isPositive();
    assertThat(operator.previewHashingPause().getPaused()).isFalse();
    assertThat(operator.pauseHashing(new ReasonRequest().why("a test")).getPaused()).isTrue();
    assertThat(operator.resumeHashing().getPaused()).isFalse();
    assertThat(operator.listAuditedCommands(null, 2).getItems().getLast().getWhat())
        .isEqualTo("pause-hashing");
  }
}
