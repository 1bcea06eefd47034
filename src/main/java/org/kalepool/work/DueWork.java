package org.kalepool.work;

/** A work whose time has come. */
public record DueWork(PlantedFarmer farmer, WorkKind kind, Find find) {}
