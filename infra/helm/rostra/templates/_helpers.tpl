{{- define "rostra.name" -}}
{{- if contains .Chart.Name .Release.Name }}{{ .Release.Name | trunc 40 | trimSuffix "-" }}{{ else }}{{ printf "%s-%s" .Release.Name .Chart.Name | trunc 40 | trimSuffix "-" }}{{ end -}}
{{- end }}

{{/* Takes (list root "web"): the labels by which a part is found. */}}
{{- define "rostra.selector" -}}
app.kubernetes.io/name: rostra
app.kubernetes.io/instance: {{ (index . 0).Release.Name }}
app.kubernetes.io/component: {{ index . 1 }}
{{- end }}

{{- define "rostra.labels" -}}
{{ include "rostra.selector" . }}
app.kubernetes.io/version: {{ (index . 0).Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ (index . 0).Release.Service }}
helm.sh/chart: {{ printf "%s-%s" (index . 0).Chart.Name (index . 0).Chart.Version }}
{{- end }}

{{/* Nobody is root, nobody gains a right, and the programs cannot be changed while they run. */}}
{{- define "rostra.pod" -}}
automountServiceAccountToken: false
enableServiceLinks: false
securityContext:
  runAsNonRoot: true
  runAsUser: {{ . }}
  runAsGroup: {{ . }}
  fsGroup: 10001
  seccompProfile: {type: RuntimeDefault}
{{- end }}

{{- define "rostra.locked" -}}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities: {drop: [ALL]}
{{- end }}

{{- define "rostra.image" -}}
image: {{ printf "%s:%s" .Values.image.repository .Values.image.tag | quote }}
imagePullPolicy: {{ .Values.image.pullPolicy }}
{{- end }}

{{/* In the pods themselves: the migration's hook runs before any ConfigMap stands. */}}
{{- define "rostra.env" -}}
envFrom:
  - secretRef: {name: {{ .Values.existingSecret }}}
env:
  - {name: DJANGO_SETTINGS_MODULE, value: config.settings.production}
  - {name: SITE_URL, value: {{ .Values.site.url | quote }}}
  - {name: ALLOWED_HOSTS, value: {{ join "," .Values.site.hosts | quote }}}
  - {name: BEHIND_PROXY, value: "1"}
  - {name: TRUSTED_PROXIES, value: {{ join "," .Values.trustedProxies | quote }}}
  - {name: ROSTRA_PROCESSES, value: {{ add (mul .Values.web.replicas .Values.web.workers) .Values.sockets.replicas .Values.worker.replicas | quote }}}
  - {name: ROSTRA_METRICS_PORT, value: "9464"}
  - {name: ROSTRA_METRICS_HOST, value: 0.0.0.0}
  {{- range $name, $value := .Values.env }}
  - {name: {{ $name }}, value: {{ $value | quote }}}
  {{- end }}
{{- end }}

{{- define "rostra.mounts" -}}
volumeMounts:
  - {name: files, mountPath: /var/lib/rostra}
  - {name: tmp, mountPath: /tmp}
{{- end }}

{{- define "rostra.volumes" -}}
volumes:
  - {name: files, persistentVolumeClaim: {claimName: {{ include "rostra.name" . }}-files}}
  - {name: tmp, emptyDir: {}}
{{- end }}

{{/* Replicas on different nodes, where there are any. */}}
{{- define "rostra.spread" -}}
topologySpreadConstraints:
  - maxSkew: 1
    topologyKey: kubernetes.io/hostname
    whenUnsatisfiable: ScheduleAnyway
    labelSelector:
      matchLabels: {{- include "rostra.selector" . | nindent 8 }}
{{- end }}
