# Third-party software in tickgate.jar and tickgate-slim.jar

Tickgate itself is under the Apache License 2.0 (`META-INF/LICENSE`). The build writes the list of Java
libraries; `tickgate-slim.jar` has no embedded PostgreSQL and none of the libraries that start it.

## Java

| library | licence |
| --- | --- |
<#list dependencyMap as e>
| ${e.getKey().getGroupId()}:${e.getKey().getArtifactId()}:${e.getKey().getVersion()} | <#list e.getValue() as l>${l}<#if l_has_next>; or </#if></#list> |
</#list>

## In the pages

| package of npm | licence |
| --- | --- |
| lightweight-charts 5.2.1, with fancy-canvas 2.1.0 | Apache-2.0; MIT. Lightweight Charts™, Copyright (c) TradingView, Inc., https://www.tradingview.com |
| sockjs-client 1.6.1, with url-parse, requires-port, querystringify, inherits, debug | MIT, inherits: ISC. Copyright (c) 2011-2018 The sockjs-client Authors |
| @vertx/eventbus-bridge-client.js 1.0.0 | Apache-2.0 |

## The embedded PostgreSQL

The archives of `io.zonky.test.postgres` contain PostgreSQL 17.6 under the PostgreSQL License:

> PostgreSQL Database Management System
> (formerly known as Postgres, then as Postgres95)
>
> Portions Copyright (c) 1996-2025, PostgreSQL Global Development Group
>
> Portions Copyright (c) 1994, The Regents of the University of California
>
> Permission to use, copy, modify, and distribute this software and its documentation for any purpose, without fee, and
> without a written agreement is hereby granted, provided that the above copyright notice and this paragraph and the
> following two paragraphs appear in all copies.
>
> IN NO EVENT SHALL THE UNIVERSITY OF CALIFORNIA BE LIABLE TO ANY PARTY FOR DIRECT, INDIRECT, SPECIAL, INCIDENTAL, OR
> CONSEQUENTIAL DAMAGES, INCLUDING LOST PROFITS, ARISING OUT OF THE USE OF THIS SOFTWARE AND ITS DOCUMENTATION, EVEN IF
> THE UNIVERSITY OF CALIFORNIA HAS BEEN ADVISED OF THE POSSIBILITY OF SUCH DAMAGE.
>
> THE UNIVERSITY OF CALIFORNIA SPECIFICALLY DISCLAIMS ANY WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE IMPLIED
> WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE. THE SOFTWARE PROVIDED HEREUNDER IS ON AN "AS IS"
> BASIS, AND THE UNIVERSITY OF CALIFORNIA HAS NO OBLIGATIONS TO PROVIDE MAINTENANCE, SUPPORT, UPDATES, ENHANCEMENTS, OR
> MODIFICATIONS.

## The MIT License, as in the packages above

> Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
> documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
> rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
> persons to whom the Software is furnished to do so, subject to the following conditions:
>
> The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
> Software.
>
> THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
> WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
> COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
> OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
