{{- define "tickgate.labels" -}}
app.kubernetes.io/name: tickgate
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end }}

{{- define "tickgate.selector" -}}
app.kubernetes.io/name: tickgate
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "tickgate.pod" -}}
{{- $part := .part -}}
{{- $all := .all -}}
metadata:
  labels:
    {{- include "tickgate.labels" $all | nindent 4 }}
    app.kubernetes.io/component: {{ .name }}
  annotations:
    prometheus.io/scrape: "true"
    prometheus.io/port: "8081"
    # The pods start again when the settings change that are read at a start.
    checksum/config: {{ toYaml $all.Values.config | sha256sum }}
spec:
  terminationGracePeriodSeconds: {{ add $all.Values.drain 35 }}
  automountServiceAccountToken: false
  enableServiceLinks: false
  securityContext:
    runAsNonRoot: true
    runAsUser: 10001
    runAsGroup: 10001
    seccompProfile: { type: RuntimeDefault }
  topologySpreadConstraints:
    - maxSkew: 1
      topologyKey: kubernetes.io/hostname
      whenUnsatisfiable: ScheduleAnyway
      labelSelector:
        matchLabels:
          {{- include "tickgate.selector" $all | nindent 10 }}
          app.kubernetes.io/component: {{ .name }}
  containers:
    - name: tickgate
      image: "{{ $all.Values.image.repository }}:{{ $all.Values.image.tag }}"
      imagePullPolicy: {{ $all.Values.image.pullPolicy }}
      args: ["--config", "/etc/tickgate/tickgate.yaml"]
      env:
        - { name: TICKGATE_ROLES, value: {{ $part.roles | quote }} }
        - { name: TICKGATE_CLUSTER_ENABLED, value: "true" }
        - { name: TICKGATE_CLUSTER_NAME, value: {{ $all.Release.Name | quote }} }
        - { name: TICKGATE_CLUSTER_DISCOVERY, value: dns }
        - { name: TICKGATE_CLUSTER_DNS_NAME, value: {{ printf "%s-cluster" $all.Release.Name | quote }} }
        - { name: TICKGATE_CLUSTER_PORT, value: "5701" }
        - { name: TICKGATE_CLUSTER_BUS_PORT, value: "5801" }
        - { name: TICKGATE_DRAIN, value: {{ printf "%ds" (int $all.Values.drain) | quote }} }
        {{- range $name, $value := $all.Values.env }}
        - { name: {{ $name }}, value: {{ $value | quote }} }
        {{- end }}
      envFrom:
        - secretRef: { name: {{ $all.Values.secret }} }
      ports:
        - { name: http, containerPort: 8080 }
        - { name: ops, containerPort: 8081 }
        - { name: membership, containerPort: 5701 }
        - { name: bus, containerPort: 5801 }
      startupProbe:
        httpGet: { path: /health/live, port: ops }
        periodSeconds: 2
        failureThreshold: 60
      livenessProbe:
        httpGet: { path: /health/live, port: ops }
        periodSeconds: 10
        timeoutSeconds: 3
      readinessProbe:
        httpGet: { path: /health/ready, port: ops }
        periodSeconds: 2
        timeoutSeconds: 3
      lifecycle:
        # The load balancer learns that the pod goes, before the gateway sends its clients away.
        preStop: { exec: { command: ["sleep", "5"] } }
      resources:
        {{- toYaml $part.resources | nindent 8 }}
      securityContext:
        allowPrivilegeEscalation: false
        readOnlyRootFilesystem: true
        capabilities: { drop: [ALL] }
      volumeMounts:
        - { name: config, mountPath: /etc/tickgate, readOnly: true }
        # Executable: the JVM loads its native network library from there.
        - { name: tmp, mountPath: /tmp }
  volumes:
    - { name: config, configMap: { name: {{ $all.Release.Name }} } }
    - { name: tmp, emptyDir: { sizeLimit: 256Mi } }
{{- end }}
