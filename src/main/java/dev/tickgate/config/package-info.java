/**
 * Every setting: file, environment and arguments are merged, parsed and checked here. The rules of
 * a value stand in the type that holds it, once.
 *
 * <pre>
 * conf/tickgate.yaml ─▶ file ─▶ TICKGATE_… ─▶ arguments ─▶ Settings ─▶ Config
 * </pre>
 */
package dev.tickgate.config;
