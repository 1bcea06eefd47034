package org.kalepool.pages;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import org.jspecify.annotations.Nullable;
import org.kalepool.alert.Incidents;
import org.kalepool.notice.Outbox;
import org.kalepool.ops.HashingResource;
import org.kalepool.ops.OperatorLists;
import org.kalepool.ops.OperatorPoolersResource;
import org.kalepool.ops.OperatorProfitResource;
import org.kalepool.ops.OperatorStatus;
import org.kalepool.ops.OperatorTransactionsResource;
import org.kalepool.ops.OperatorVaultsResource;
import org.kalepool.web.Audit;
import org.kalepool.web.Page;

/** The templates of operators' pages, checked when the pool is built. */
@CheckedTemplate(basePath = "operator")
final class OperatorTemplates {
  private OperatorTemplates() {}

  static native TemplateInstance logIn(Frame frame, String csrf, FormErrors wrong);

  static native TemplateInstance home(Frame frame, OperatorHomeView view);

  static native TemplateInstance now(Frame frame, OperatorHomeView view);

  static native TemplateInstance farmers(Frame frame, OperatorFarmersView view);

  static native TemplateInstance farmer(Frame frame, OperatorFarmerPage view);

  static native TemplateInstance poolers(Frame frame, Page<OperatorPoolersResource.Shown> poolers);

  static native TemplateInstance transactions(
      Frame frame,
      Page<OperatorTransactionsResource.Shown> open,
      Page<OperatorTransactionsResource.Fare> fares,
      Explorer explorer);

  static native TemplateInstance money(
      Frame frame,
      Page<OperatorLists.Debt> debts,
      Page<OperatorLists.Compensation> compensations,
      boolean older,
      Explorer explorer);

  static native TemplateInstance profit(Frame frame, OperatorProfitResource.Answer profit);

  static native TemplateInstance vaults(Frame frame, OperatorVaultsResource.Shown vaults);

  static native TemplateInstance hashing(
      Frame frame, OperatorStatus.Hashing hashing, HashingResource.@Nullable Kernels kernels);

  static native TemplateInstance alerts(
      Frame frame, Page<Incidents.Shown> incidents, Page<Outbox.Shown> notices, boolean older);

  static native TemplateInstance audit(Frame frame, Page<Audit.Entry> entries, boolean older);

  static native TemplateInstance charts(Frame frame, OperatorChartsView view);

  static native TemplateInstance command(Frame frame, OperatorCommandView view);

  static native TemplateInstance done(Frame frame, OperatorDoneView view);
}
