'use strict';

const serve = require('../sdk-common/serve.js');
const ecs = require('@alicloud/ecs20140526');
const sts = require('@alicloud/sts20150401');
const vpc = require('@alicloud/vpc20160428');
const { $OpenApiUtil } = require('@alicloud/openapi-core');
const dara = require('@darabonba/typescript');

const services = { ecs, sts, vpc };
const endpoint = new URL(process.env.SDK_ENDPOINT).host;

/** A client as its users make one: only address and protocol are chosen. */
function client(service, { accessKeyId, accessKeySecret, securityToken, signature }) {
  const config = { accessKeyId, accessKeySecret, securityToken, endpoint, protocol: 'HTTP' };
  return new service.default(new $OpenApiUtil.Config({ ...config, signatureAlgorithm: signature }));
}

serve(
  async ({ service, operation, key, parameters }) => {
    const methods = client(services[service], key);
    const method = methods[operation[0].toLowerCase() + operation.slice(1)].bind(methods);
    const Request = services[service][`${operation}Request`];
    const answer = await (Request ? method(dara.cast(parameters, new Request({}))) : method());
    return { status: answer.statusCode, body: answer.body.toMap() };
  },
  (error) => ({ status: error.statusCode, code: error.code, message: error.message, requestId: error.data?.RequestId }),
);
