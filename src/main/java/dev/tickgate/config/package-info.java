/**
 * Every setting: file, environment and arguments are merged, parsed and checked here. The rules of
 * a value are defined once, in the type that holds it.
 *
 * <pre>
 * conf/tickgate.yaml ─▶ file ─▶ TICKGATE_… ─▶ arguments ─▶ Settings ─▶ Config
 * </pre>
 */
package dev.tickgate.config;
